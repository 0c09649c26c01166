import { formatPercent } from '../ui/number';
import styles from './Share.module.css';

/** How much of something is in use. */
export function Share({ percent }: { percent: number | null }) {
  if (percent === null) return <>–</>;
  return (
    <span className={styles.share} data-high={percent >= 90 || undefined}>
      <span className={styles.track} aria-hidden="true"><span className={styles.bar} style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} /></span>
      {formatPercent(percent)}
    </span>
  );
}

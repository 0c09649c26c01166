import { formatCount } from '../ui/number';
import { Panel } from '../ui/Panel';
import styles from './Bars.module.css';

/** Few counts beside each other. */
export function Bars({ title, rows }: { title: string; rows: readonly { name: string; count: number }[] }) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <Panel title={title}>
      <ul className={styles.bars}>
        {rows.map(({ name, count }) => (
          <li key={name} className={styles.row}>
            <span>{name}</span>
            <span className={styles.track} aria-hidden="true"><span className={styles.bar} style={{ width: `${(count / most) * 100}%` }} /></span>
            <span className={styles.count}>{formatCount(count)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

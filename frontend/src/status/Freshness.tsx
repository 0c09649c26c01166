import { useNow } from '../ui/useNow';
import styles from './Freshness.module.css';

/** When the page last got an answer, in the user's own time. */
export function Freshness({ updatedAt }: { updatedAt: number }) {
  const age = Math.max(0, Math.round((useNow() - updatedAt) / 1000));
  const time = new Date(updatedAt);
  return (
    <p className={styles.freshness}>
      Updated <time dateTime={time.toISOString()} title={time.toLocaleString()}>{words(age)}</time>
    </p>
  );
}

function words(seconds: number): string {
  if (seconds < 2) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}

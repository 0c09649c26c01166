import styles from './Stats.module.css';
import type { Tone } from './Badge';

export interface Stat {
  name: string;
  value: string;
  note?: string;
  tone?: Tone;
}

/** The few figures that say how something is. */
export function Stats({ label, stats }: { label: string; stats: readonly Stat[] }) {
  return (
    <dl className={styles.stats} aria-label={label}>
      {stats.map(({ name, value, note, tone }) => (
        <div key={name} className={styles.stat} data-tone={tone}>
          <dt>{name}</dt>
          <dd className={styles.value}>{value}</dd>
          {note !== undefined && <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

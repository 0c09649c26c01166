import type { ReactNode } from 'react';
import type { Glance } from './glance';
import styles from './Tile.module.css';

interface Props<T> {
  /** Leads to the page behind the number. */
  link: ReactNode;
  query: { data: T | undefined; error: Error | null };
  glance: (data: T) => Glance;
}

/** A number that leads somewhere. It keeps its place while the answer is on its way, and says when there is none. */
export function Tile<T>({ link, query: { data, error }, glance }: Props<T>) {
  const { value, note, tone } = data !== undefined ? glance(data) : { value: '–', note: error === null ? 'Loading…' : 'Not known: no answer', tone: 'neutral' as const };
  return (
    <li className={styles.tile} data-tone={tone}>
      <span className={styles.name}>{link}</span>
      <span className={styles.value}>{value}</span>
      <span className={styles.note}>{note}</span>
    </li>
  );
}

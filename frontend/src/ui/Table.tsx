import type { ReactNode } from 'react';
import styles from './Table.module.css';

interface Props {
  label: string;
  head: readonly (readonly [title: string, align?: 'end'])[];
  children: ReactNode;
}

/** A table that scrolls sideways by itself where it does not fit. */
export function Table({ label, head, children }: Props) {
  return (
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead><tr>{head.map(([title, align]) => <th key={title} scope="col" data-align={align}>{title}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

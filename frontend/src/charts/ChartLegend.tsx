import { useState } from 'react';
import { Button } from '../ui/Button';
import { formatMoment } from './axes';
import styles from './Chart.module.css';
import { seriesToken } from './colors';
import type { ChartSeries } from './data';

interface Props {
  series: readonly ChartSeries[];
  times: readonly number[];
  /** Under the pointer; null for the newest values. */
  index: number | null;
  /** Without a pointer the sum says more than the newest value. */
  isSum: boolean;
  format: (value: number) => string;
  hidden: ReadonlySet<string>;
  onToggle: (series: string) => void;
}

const few = 8;

/** The series with their values; a click hides or shows one. */
export function ChartLegend({ series, times, index, isSum, format, hidden, onToggle }: Props) {
  const [all, setAll] = useState(false);
  const time = index === null && isSum ? undefined : times[index ?? times.length - 1];
  const rows = all ? series : series.slice(0, few);
  return (
    <div className={styles.legend}>
      <p className={styles.time}>{time === undefined ? isSum ? 'In all' : '' : formatMoment(time)}</p>
      <ul className={styles.entries}>
        {rows.map(({ name, values, tone }, position) => {
          const value = index !== null ? values[index] ?? null : isSum ? values.reduce<number>((sum, one) => sum + (one ?? 0), 0) : lastOf(values);
          return (
            <li key={name}>
              <button type="button" className={styles.entry} aria-pressed={!hidden.has(name)} onClick={() => onToggle(name)}>
                <svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" fill={`var(${seriesToken(position, tone)})`} /></svg>
                <span className={styles.name}>{name}</span>
                <span className={styles.value}>{value === null ? '–' : format(value)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {series.length > few && <Button variant="quiet" onClick={() => setAll(!all)}>{all ? 'Fewer' : `${series.length - few} more`}</Button>}
    </div>
  );
}

function lastOf(values: readonly (number | null | undefined)[]): number | null {
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index];
    if (value != null) return value;
  }
  return null;
}

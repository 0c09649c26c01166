import { useState } from 'react';
import { formatMoment } from './axes';
import styles from './Chart.module.css';
import { pickRows, type ChartMarker, type ChartSeries } from './data';

interface Props {
  name: string;
  times: readonly number[];
  series: readonly ChartSeries[];
  markers: readonly ChartMarker[];
  format: (value: number) => string;
}

const mostRows = 100;

/** The values of a chart for those who cannot or do not want to see it. */
export function ChartTable({ name, times, series, markers, format }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Values<span className="visually-hidden"> of {name}</span> as a table</summary>
      {open && (
        <div className={styles.scroll} role="group" aria-label={`Values of ${name}`} tabIndex={0}>
          {markers.length > 0 && <ul className={styles.markers}>{markers.map(({ time, label }) => <li key={`${time} ${label}`}>{formatMoment(time / 1000)}: {label}</li>)}</ul>}
          {times.length > mostRows && <p className={styles.markers}>{mostRows} of {times.length} steps, evenly spread.</p>}
          <table className={styles.table}>
            <thead><tr><th scope="col">Time</th>{series.map((one) => <th key={one.name} scope="col">{one.name}</th>)}</tr></thead>
            <tbody>
              {pickRows(times.length, mostRows).map((row) => (
                <tr key={row}>
                  <th scope="row">{formatMoment(times[row] ?? 0)}</th>
                  {series.map((one) => <td key={one.name}>{one.values[row] == null ? '–' : format(one.values[row])}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

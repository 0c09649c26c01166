import styles from './Sparkline.module.css';

/** The course of a figure in a row of a list; the figure itself stands beside it. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const most = Math.max(...values, 0);
  const width = 96;
  const height = 24;
  const step = width / Math.max(values.length - 1, 1);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(height - 2 - (most === 0 ? 0 : value / most) * (height - 4)).toFixed(1)}`);
  return (
    <svg className={styles.spark} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true" focusable="false">
      <polyline points={points.join(' ')} />
    </svg>
  );
}

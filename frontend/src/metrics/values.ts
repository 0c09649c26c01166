import type { MetricValues } from '../api/contract';
import type { ChartSeries } from '../charts/data';

interface Line {
  name: string;
  values: Map<number, number>;
  /** When it says something, rising. */
  times: number[];
  /** Longer silence than this is a gap. */
  silence: number;
}

/** The lines of a metric over the same times. Lines speak at different times: what lies between two values of a line is joined, silence is a gap. */
export function toChart({ series, step_seconds: step, metric }: Pick<MetricValues, 'series' | 'step_seconds' | 'metric'>): { times: number[]; series: ChartSeries[] } {
  const lines = series.map(({ labels, points }): Line => {
    const values = new Map<number, number>();
    for (const { time, value } of points) if (time !== undefined && value !== undefined) values.set(Date.parse(time) / 1000, value);
    const times = [...values.keys()].sort((one, other) => one - other);
    return { name: nameOf(labels, metric), values, times, silence: 2.5 * Math.max(step, typicalDistance(times)) };
  });
  const all = new Set<number>();
  for (const { times, silence } of lines) {
    times.forEach((time, index) => {
      all.add(time);
      // A moment without a value, so that nothing is drawn over the gap.
      const next = times[index + 1];
      if (next !== undefined && next - time > silence) all.add(time + silence / 2.5);
    });
  }
  const times = [...all].sort((one, other) => one - other);
  return { times, series: distinct(lines.map((line) => ({ name: line.name, values: valuesAt(times, line) }))) };
}

// null is a gap, undefined is joined.
function valuesAt(times: readonly number[], line: Line): (number | null | undefined)[] {
  let next = 0;
  return times.map((time) => {
    const after = line.times[next];
    if (after === time) {
      next += 1;
      return line.values.get(time);
    }
    const before = line.times[next - 1];
    return before === undefined || after === undefined || after - before > line.silence ? null : undefined;
  });
}

/** The distance that half of the values keep. */
function typicalDistance(times: readonly number[]): number {
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? time)).sort((one, other) => one - other);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}

function nameOf(labels: Record<string, string>, metric: string): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}=${value === '' ? '–' : value}`);
  return parts.length === 0 ? metric : parts.join(', ');
}

function distinct(series: ChartSeries[]): ChartSeries[] {
  const seen = new Map<string, number>();
  return series.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

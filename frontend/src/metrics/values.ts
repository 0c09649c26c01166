import type { MetricValues } from '../api/contract';
import type { ChartSeries } from '../charts/data';

/** The lines of a metric over the same times: a line that says nothing at a time has a gap there. */
export function toChart({ series, step_seconds: step, metric }: Pick<MetricValues, 'series' | 'step_seconds' | 'metric'>): { times: number[]; series: ChartSeries[] } {
  const seconds = new Set<number>();
  const read = series.map(({ labels, points }) => {
    const values = new Map<number, number>();
    for (const { time, value } of points) {
      if (time === undefined || value === undefined) continue;
      const at = Date.parse(time) / 1000;
      seconds.add(at);
      values.set(at, value);
    }
    return { name: nameOf(labels, metric), values };
  });
  const times = withGaps([...seconds].sort((one, other) => one - other), step);
  return { times, series: distinct(read.map(({ name, values }) => ({ name, values: times.map((at) => values.get(at) ?? null) }))) };
}

/** Where no line says anything for longer than a step, there is a time without values, so that no line is drawn over the gap. */
function withGaps(times: readonly number[], step: number): number[] {
  return times.flatMap((time, index) => {
    const next = times[index + 1];
    return next !== undefined && next - time > step * 1.5 ? [time, time + step] : [time];
  });
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

import type { Preview } from '../api/contract';
import type { ChartMarker, ChartSeries } from '../charts/data';
import type { TimeWindow } from '../time/range';

interface PreviewChart {
  times: number[];
  series: ChartSeries[];
  markers: ChartMarker[];
  window: TimeWindow;
  isEmpty: boolean;
}

const mostSeries = 20;

/** A line per series, and the limit. */
export function toPreviewChart({ time_from, time_to, step_seconds: step, points, alerts }: Preview, limit: number): PreviewChart {
  const from = Date.parse(time_from);
  const count = Math.max(1, Math.round((Date.parse(time_to) - from) / 1000 / step) + 1);
  const lines = new Map<string, (number | null)[]>();
  for (const { time, labels, value } of points) {
    const name = nameOfSeries(labels);
    let line = lines.get(name);
    if (line === undefined) {
      if (lines.size >= mostSeries) continue;
      lines.set(name, line = Array.from({ length: count }, () => null));
    }
    const index = Math.round((Date.parse(time) - from) / 1000 / step);
    if (index >= 0 && index < count) line[index] = value;
  }
  return {
    times: Array.from({ length: count }, (_, index) => from / 1000 + index * step),
    series: [...[...lines].map(([name, values]) => ({ name, values })), { name: 'Limit', tone: 'bad', values: Array.from({ length: count }, () => limit) }],
    markers: alerts.map(({ fired_at, labels }) => ({ time: Date.parse(fired_at), label: `Would have fired${Object.keys(labels).length === 0 ? '' : `: ${nameOfSeries(labels)}`}` })),
    window: { from, to: Date.parse(time_to) },
    isEmpty: points.length === 0,
  };
}

export function nameOfSeries(labels: Record<string, string>): string {
  const values = Object.values(labels);
  return values.length === 0 ? 'Value' : values.join(', ');
}

import type { ChartSeries } from '../charts/data';
import type { TimeWindow } from '../time/range';

const count = 40;
const leastStep = 60_000;

/** How often in equal steps from the first to the last moment. */
export function bucketsOf(moments: readonly number[]): { window: TimeWindow; times: number[]; series: ChartSeries[] } {
  const first = Math.min(...moments);
  const last = Math.max(...moments);
  const step = Math.max(leastStep, Math.ceil((last - first) / count));
  const from = first - step;
  const length = Math.floor((last - from) / step) + 2;
  const values = Array.from({ length }, () => 0);
  for (const moment of moments) {
    const index = Math.floor((moment - from) / step);
    values[index] = (values[index] ?? 0) + 1;
  }
  return { window: { from, to: from + length * step }, times: values.map((_, index) => (from + index * step) / 1000), series: [{ name: 'Occurrences', values, tone: 'bad' }] };
}

import type { TimeWindow } from '../time/range';

/** The days of a chart, each at its local midnight: a day of the project is a day of the reader. */
export function daysOf(days: readonly { date: string }[]): { times: number[]; window: TimeWindow } {
  const times = days.map(({ date }) => Date.parse(`${date}T00:00:00`) / 1000);
  return { times, window: { from: (times[0] ?? 0) * 1000, to: (times.at(-1) ?? 1) * 1000 + 86_400_000 } };
}

import type { ChartTone } from './colors';

export interface ChartSeries {
  name: string;
  /** One per time; null where there is nothing, undefined where the line goes on to the next value. */
  values: readonly (number | null | undefined)[];
  tone?: ChartTone;
}

export interface ChartMarker {
  /** Milliseconds since 1970. */
  time: number;
  label: string;
}

export type ChartKind = 'line' | 'stack';

/** Upon each other, the last first: what is drawn later covers the lower part of what is drawn earlier. */
export function stacked(series: readonly ChartSeries[]): (number | null)[][] {
  const sums: number[] = [];
  return series.map(({ values }) => values.map((value, index) => sums[index] = (sums[index] ?? 0) + (value ?? 0)));
}

export interface Summary {
  least: number;
  most: number;
  last: number;
}

export function summarize(values: readonly (number | null | undefined)[]): Summary | null {
  let summary: Summary | null = null;
  for (const value of values) {
    if (value == null) continue;
    summary = summary === null ? { least: value, most: value, last: value } : { least: Math.min(summary.least, value), most: Math.max(summary.most, value), last: value };
  }
  return summary;
}

/** Which rows of many a table shows: at most so many, evenly spread, the last among them. */
export function pickRows(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  const rows: number[] = [];
  for (let row = count - 1; row >= 0; row -= step) rows.push(row);
  return rows;
}

/** The bounds of the y axis: zero belongs to it, and there is always some height. */
export function bounds(least: number | null, most: number | null): [number, number] {
  const top = most ?? 0;
  const bottom = Math.min(0, least ?? 0);
  return top <= 0 && bottom === 0 ? [0, 1] : [bottom * 1.08, Math.max(0, top) * 1.08];
}

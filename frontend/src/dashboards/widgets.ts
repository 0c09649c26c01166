import type { MetricView } from '../metrics/MetricChart';
import { aggregations, describeQuery, readMetricSearch, type MetricSearch } from '../metrics/search';

export interface Widget {
  id: string;
  title: string;
  view: MetricView;
  query: MetricSearch;
  /** Columns of twelve. */
  width: number;
  /** Rows. */
  height: number;
  /** As another client wrote it: shown as unknown, and saved as it was. */
  foreign?: Record<string, unknown>;
}

/** How high a row is, on a screen; as in Grid.module.css. */
export const rowPixels = 110;

export const limits = { columns: 12, leastWidth: 3, leastHeight: 2, mostHeight: 6 } as const;

const sizes: Record<string, number> = { '1/3': 4, '1/2': 6, '2/3': 8, 'full': 12 };
const types: Record<MetricView, string> = { line: 'line', stack: 'bar', figure: 'billboard' };

// {"id":"a1","title":"CPU","type":"line","metric_query":"avg cpu","width":6,"height":3,"query":{"metric":"cpu","agg":"avg"}}; other clients
// write "size":"1/2" and a metric_query of their own.
export function readWidgets(raw: unknown): Widget[] {
  return (Array.isArray(raw) ? raw as unknown[] : []).filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null).map((one, index) => {
    const query = typeof one.query === 'object' && one.query !== null ? readMetricSearch(one.query as Record<string, unknown>) : {};
    return {
      id: typeof one.id === 'string' && one.id !== '' ? one.id : `widget-${index}`,
      title: typeof one.title === 'string' ? one.title : '',
      view: one.type === 'bar' ? 'stack' : one.type === 'billboard' ? 'figure' : 'line',
      query,
      width: clampWidth(typeof one.width === 'number' ? one.width : sizes[String(one.size)] ?? 6),
      height: clampHeight(typeof one.height === 'number' ? one.height : 3),
      ...(query.metric === undefined && { foreign: one }),
    };
  });
}

export function writeWidgets(widgets: readonly Widget[]): object[] {
  return widgets.map(({ id, title, view, query, width, height, foreign }) => foreign === undefined
    ? { id, title, type: types[view], metric_query: describeQuery(query), width, height, query }
    : { ...foreign, id, width, height });
}

export function newWidget(title: string, query: MetricSearch): Widget {
  return { id: crypto.randomUUID(), title, view: 'line', query: { ...query, agg: query.agg ?? aggregations[0] }, width: 6, height: 3 };
}

/** Takes one out and puts it where another is. */
export function moved(widgets: readonly Widget[], id: string, to: number): Widget[] {
  const widget = widgets.find((one) => one.id === id);
  if (widget === undefined) return [...widgets];
  const others = widgets.filter((one) => one.id !== id);
  const place = Math.min(others.length, Math.max(0, to));
  return [...others.slice(0, place), widget, ...others.slice(place)];
}

export function clampWidth(width: number): number {
  return Math.min(limits.columns, Math.max(limits.leastWidth, Math.round(width)));
}

export function clampHeight(height: number): number {
  return Math.min(limits.mostHeight, Math.max(limits.leastHeight, Math.round(height)));
}

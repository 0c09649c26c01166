export const aggregations = ['avg', 'sum', 'min', 'max', 'last', 'count', 'increase', 'rate', 'p50', 'p75', 'p90', 'p95', 'p99'] as const;
export type Aggregation = (typeof aggregations)[number];

/** Which values of a metric: what a page's address and a dashboard's widget say. */
export interface MetricSearch {
  metric?: string | undefined;
  agg?: Aggregation | undefined;
  /** Labels, separated by commas. */
  by?: string | undefined;
  service?: string | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readMetricSearch(raw: Record<string, unknown>): MetricSearch {
  return {
    metric: text(raw.metric, 255),
    agg: aggregations.find((known) => known === raw.agg),
    by: text(raw.by, 500),
    service: text(raw.service, 255),
  };
}

/** What people want to see of a metric first. */
export function usualAggregation(type: string | undefined): Aggregation {
  return type === 'counter' ? 'rate' : type === 'histogram' ? 'p95' : 'avg';
}

/** `p95 http.server.request.duration of checkout by http.route` */
export function describeQuery({ metric = '', agg = 'avg', by, service }: MetricSearch): string {
  return `${agg} ${metric}${service === undefined ? '' : ` of ${service}`}${by === undefined ? '' : ` by ${by}`}`;
}

function text(raw: unknown, longest: number): string | undefined {
  const value = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().slice(0, longest) : '';
  return value === '' ? undefined : value;
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { MetricLabel, MetricName, MetricValues } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';
import type { MetricSearch } from './search';

const root = '/api/v1/metrics';
const mostLines = 50;

export const metricNamesQuery = (search: string) => queryOptions({
  queryKey: ['metrics', 'names', search],
  queryFn: ({ signal }) => api.get<MetricName[]>(`${root}/names?${new URLSearchParams({ limit: '500', ...(search !== '' && { search }) })}`, { signal }),
  placeholderData: keepPreviousData,
});

export const metricLabelsQuery = (metric: string) => queryOptions({
  queryKey: ['metrics', 'labels', metric],
  queryFn: ({ signal }) => api.get<MetricLabel[]>(`${root}/labels?${new URLSearchParams({ metric })}`, { signal }),
  staleTime: 60_000,
});

export const metricQuery = ({ metric = '', agg = 'avg', by, service }: MetricSearch, window: TimeWindow) => queryOptions({
  queryKey: ['metrics', 'values', metric, agg, by ?? '', service ?? '', window],
  queryFn: ({ signal }) => {
    const query = new URLSearchParams({ ...timeParameters(window), metric, aggregation: agg, limit: String(mostLines) });
    if (by !== undefined) query.set('group_by', by);
    if (service !== undefined) query.set('service', service);
    return api.get<MetricValues>(`${root}/query?${query}`, { signal });
  },
  placeholderData: keepPreviousData,
});

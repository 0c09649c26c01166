import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Trace, TraceSummary } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';
import type { TraceSearch } from './search';

const root = '/api/v1/traces';
export const pageSize = 100;

export const tracesQuery = (search: TraceSearch, window: TimeWindow) => infiniteQueryOptions({
  queryKey: ['traces', 'list', search, window],
  queryFn: ({ signal, pageParam }) => {
    const query = new URLSearchParams({ ...timeParameters(window), limit: String(pageSize), offset: String(pageParam) });
    if (search.service !== undefined) query.set('service', search.service);
    if (search.operation !== undefined) query.set('operation', search.operation);
    if (search.status !== undefined) query.set('status', search.status);
    if (search.min !== undefined) query.set('min_duration', String(search.min));
    return api.get<TraceSummary[]>(`${root}?${query}`, { signal });
  },
  initialPageParam: 0,
  getNextPageParam: (page, pages) => (page.length < pageSize ? null : pages.length * pageSize),
  placeholderData: keepPreviousData,
});

export const traceQuery = (id: string) => queryOptions({
  queryKey: ['traces', 'one', id],
  queryFn: ({ signal }) => api.get<Trace>(`${root}/${encodeURIComponent(id)}`, { signal }),
});

export const serviceNamesQuery = queryOptions({
  queryKey: ['services', 'names'],
  queryFn: ({ signal }) => api.get<string[]>('/api/v1/metrics/services', { signal }),
  staleTime: 60_000,
});

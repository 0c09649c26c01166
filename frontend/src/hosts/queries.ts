import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { HostDetail, HostPoint, HostSummary } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';

const root = '/api/v1/infrastructure/hosts';

export const hostsQuery = (window: TimeWindow) => queryOptions({
  queryKey: ['hosts', 'list', window],
  queryFn: ({ signal }) => api.get<HostSummary[]>(`${root}?${new URLSearchParams(timeParameters(window))}`, { signal }),
  placeholderData: keepPreviousData,
});

export const hostQuery = (name: string, window: TimeWindow) => queryOptions({
  queryKey: ['hosts', 'one', name, window],
  queryFn: ({ signal }) => api.get<HostDetail>(`${root}/${encodeURIComponent(name)}?limit=1`, { signal }),
  placeholderData: keepPreviousData,
});

export const hostSeriesQuery = (name: string, window: TimeWindow) => queryOptions({
  queryKey: ['hosts', 'series', name, window],
  queryFn: ({ signal }) => api.get<HostPoint[]>(`${root}/${encodeURIComponent(name)}/series?${new URLSearchParams({ ...timeParameters(window), points: '240' })}`, { signal }),
  placeholderData: keepPreviousData,
});

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { DependencyMap, Deployment, EndpointFigures, ServiceFigures, ServiceLine, ServicePoint, Transaction, TransactionPage } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';

const root = '/api/v1';

const dayMs = 86_400_000;

export const servicesQuery = (window: TimeWindow) => queryOptions({
  queryKey: ['services', 'overview', window],
  queryFn: ({ signal }) => api.get<ServiceLine[]>(`${root}/metrics/services-overview?${time(window)}`, { signal }),
  placeholderData: keepPreviousData,
});

export const figuresQuery = (service: string, window: TimeWindow) => queryOptions({
  queryKey: ['services', service, 'figures', window],
  queryFn: ({ signal }) => api.get<ServiceFigures>(`${path(service)}/overview?${time(window)}`, { signal }),
  placeholderData: keepPreviousData,
});

export const seriesQuery = (service: string, window: TimeWindow) => queryOptions({
  queryKey: ['services', service, 'series', window],
  queryFn: ({ signal }) => api.get<ServicePoint[]>(`${path(service)}/series?${time(window, { points: '120' })}`, { signal }),
  placeholderData: keepPreviousData,
});

export const endpointsQuery = (service: string, window: TimeWindow) => queryOptions({
  queryKey: ['services', service, 'endpoints', window],
  queryFn: ({ signal }) => api.get<EndpointFigures[]>(`${path(service)}/endpoints?${time(window, { limit: '50' })}`, { signal }),
  placeholderData: keepPreviousData,
});

export const slowQuery = (service: string, window: TimeWindow) => queryOptions({
  queryKey: ['services', service, 'slow', window],
  queryFn: ({ signal }) => api.get<Transaction[]>(`${path(service)}/slow-transactions?${time(window, { limit: '20', min_duration_ms: '0' })}`, { signal }),
  placeholderData: keepPreviousData,
});

export const transactionsQuery = (service: string, window: TimeWindow) => queryOptions({
  queryKey: ['services', service, 'transactions', window],
  queryFn: async ({ signal }) => (await api.get<TransactionPage>(`${path(service)}/transactions?${time(window, { limit: '20' })}`, { signal })).transactions,
  placeholderData: keepPreviousData,
});

export const deploymentsQuery = (window: TimeWindow, service?: string) => queryOptions({
  queryKey: ['deployments', service ?? '', window],
  queryFn: ({ signal }) => api.get<Deployment[]>(`${root}/deployments?${time(window, { limit: '50', ...(service !== undefined && { service }) })}`, { signal }),
  placeholderData: keepPreviousData,
});

/** Calls are counted by the hour; a shorter time would show an hour that has only begun. */
export const dependenciesQuery = (window: TimeWindow) => queryOptions({
  queryKey: ['services', 'map', window],
  queryFn: ({ signal }) => api.get<DependencyMap>(`${root}/traces/services/dependency-map?${time({ ...window, from: Math.max(window.from, window.to - 90 * dayMs) })}`, { signal }),
  placeholderData: keepPreviousData,
});

function path(service: string): string {
  return `${root}/metrics/services/${encodeURIComponent(service)}`;
}

function time(window: TimeWindow, more: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({ ...timeParameters(window), ...more });
}

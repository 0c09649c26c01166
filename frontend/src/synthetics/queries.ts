import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { CheckPage, CheckResult, Monitor, MonitorSla } from '../api/contract';

const root = '/api/v1/synthetics';
const refetchInterval = 30_000;

export const monitorKeys = { all: ['monitors'] as const, one: (id: string) => ['monitors', 'one', id] as const };

export const monitorsQuery = queryOptions({
  queryKey: [...monitorKeys.all, 'list'],
  queryFn: ({ signal }) => api.get<Monitor[]>(`${root}/monitors`, { signal }),
  refetchInterval,
});

export const slaQuery = queryOptions({
  queryKey: [...monitorKeys.all, 'sla'],
  queryFn: ({ signal }) => api.get<MonitorSla[]>(`${root}/sla?period_hours=24`, { signal }),
  refetchInterval,
});

export const monitorQuery = (id: string) => queryOptions({
  queryKey: monitorKeys.one(id),
  queryFn: ({ signal }) => api.get<Monitor>(`${root}/monitors/${encodeURIComponent(id)}`, { signal }),
  refetchInterval,
});

export const resultsQuery = (id: string) => queryOptions({
  queryKey: [...monitorKeys.one(id), 'results'],
  queryFn: async ({ signal }) => (await api.get<CheckPage>(`${root}/monitors/${encodeURIComponent(id)}/results?limit=200`, { signal })).items,
  refetchInterval,
});

export interface MonitorInput {
  name: string;
  type: 'ping' | 'api_test';
  url: string;
  frequency_seconds: number;
  assertions: string[];
}

export const createMonitor = (body: MonitorInput) => api.post<Monitor>(`${root}/monitors`, { body });
export const updateMonitor = (id: string, body: Partial<MonitorInput> & { enabled?: boolean }) => api.put<Monitor>(`${root}/monitors/${id}`, { body });
export const deleteMonitor = (id: string) => api.delete(`${root}/monitors/${id}`);
export const runMonitor = (id: string) => api.post<CheckResult>(`${root}/monitors/${id}/run`);

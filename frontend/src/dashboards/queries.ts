import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { WireDashboard } from '../api/contract';
import { readWidgets, writeWidgets, type Widget } from './widgets';

const root = '/api/v1/dashboards';

export interface Dashboard {
  id: string;
  name: string;
  description: string;
  widgets: Widget[];
  updatedAt: string;
}

export const dashboardKeys = { all: ['dashboards'] as const, one: (id: string) => ['dashboards', id] as const };

export const dashboardsQuery = queryOptions({
  queryKey: dashboardKeys.all,
  queryFn: async ({ signal }) => (await api.get<WireDashboard[]>(root, { signal })).map(read),
});

export const dashboardQuery = (id: string) => queryOptions({
  queryKey: dashboardKeys.one(id),
  queryFn: async ({ signal }) => read(await api.get<WireDashboard>(`${root}/${encodeURIComponent(id)}`, { signal })),
});

export const createDashboard = async (name: string, widgets: readonly Widget[]) => read(await api.post<WireDashboard>(root, { body: { name, widgets: writeWidgets(widgets) } }));

export const saveDashboard = async (id: string, name: string, widgets: readonly Widget[]) =>
  read(await api.put<WireDashboard>(`${root}/${encodeURIComponent(id)}`, { body: { name, widgets: writeWidgets(widgets) } }));

export const deleteDashboard = (id: string) => api.delete(`${root}/${encodeURIComponent(id)}`);

function read({ dashboard_id, name, description, widgets, updated_at }: WireDashboard): Dashboard {
  return { id: dashboard_id, name, description, widgets: readWidgets(widgets), updatedAt: updated_at };
}

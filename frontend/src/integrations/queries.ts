import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Alert, CreatedIntegration, DeliveryPage, Integration, RotatedSecret } from '../api/contract';

const root = (projectId: string) => `/api/v1/projects/${projectId}/monitoring`;

export const integrationKeys = {
  all: (projectId: string) => ['projects', projectId, 'integrations'] as const,
  deliveries: (projectId: string, id: string) => ['alerts', projectId, 'deliveries', id] as const,
  alerts: (projectId: string) => ['alerts', projectId, 'list'] as const,
};

export const integrationsQuery = (projectId: string) => queryOptions({
  queryKey: integrationKeys.all(projectId),
  queryFn: ({ signal }) => api.get<Integration[]>(`${root(projectId)}/integrations`, { signal }),
});

export const deliveriesQuery = (projectId: string, id: string) => queryOptions({
  queryKey: integrationKeys.deliveries(projectId, id),
  queryFn: ({ signal }) => api.get<DeliveryPage>(`${root(projectId)}/integrations/${id}/deliveries?limit=20`, { signal }),
});

export type AlertStatus = 'firing' | 'resolved';

export const alertsQuery = (projectId: string, status: AlertStatus | undefined, most: number) => queryOptions({
  queryKey: [...integrationKeys.alerts(projectId), status ?? 'all', most],
  queryFn: ({ signal }) => api.get<Alert[]>(`${root(projectId)}/alerts?limit=${most}${status === undefined ? '' : `&status=${status}`}`, { signal }),
  placeholderData: keepPreviousData,
});

export const createIntegration = (projectId: string, body: { integration_type: string; name: string; url: string }) =>
  api.post<CreatedIntegration>(`${root(projectId)}/integrations`, { body: { ...body, webhook_enabled: true } });

export const deleteIntegration = (projectId: string, id: string) => api.delete(`${root(projectId)}/integrations/${id}`);

export const rotateSecret = (projectId: string, id: string) => api.post<RotatedSecret>(`${root(projectId)}/integrations/${id}/rotate-webhook-secret`, { body: {} });

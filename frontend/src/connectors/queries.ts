import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { DeploymentHook, RotatedWebhook } from '../api/contract';
import { families, type ConnectionBody, type Family } from './providers';

/** What both connectors say of a connection. */
export interface Connection {
  id: string;
  provider: string;
  name: string;
  config: Record<string, unknown>;
  is_active: boolean;
  status: string;
  status_message: string;
  last_sync_at?: string | null;
  /** Of a CI/CD system. */
  webhook_url?: string;
  webhook_secret?: string | null;
  repos_count?: number;
  pipelines_count?: number;
  /** Of a cloud. */
  resources_count?: number;
}

export interface TestResult {
  success: boolean;
  message: string;
  missing_permissions?: string[];
}

export const connectorKeys = { of: (family: Family) => ['connectors', family] as const, hook: ['connectors', 'hook'] as const };

export const connectionsQuery = (family: Family) => queryOptions({
  queryKey: connectorKeys.of(family),
  queryFn: async ({ signal }) => (await api.get<{ connections: Connection[] }>(families[family].root, { signal })).connections,
  refetchInterval: 30_000,
});

export const createConnection = (family: Family, body: ConnectionBody & { provider: string; name: string }) => api.post<Connection>(families[family].root, { body });
export const updateConnection = (family: Family, id: string, body: Partial<ConnectionBody> & { name?: string; is_active?: boolean }) => api.patch<Connection>(`${families[family].root}/${id}`, { body });
export const deleteConnection = (family: Family, id: string) => api.delete(`${families[family].root}/${id}`);
export const syncConnection = (family: Family, id: string) => api.post<Connection>(`${families[family].root}/${id}/sync`);
export const testConnection = (family: Family, body: ConnectionBody & { provider: string; connection_id?: string }) => api.post<TestResult>(`${families[family].root}/test`, { body: { credentials: {}, ...body } });
export const rotateWebhookSecret = (id: string) => api.post<RotatedWebhook>(`${families.cicd.root}/${id}/webhook-secret`, { body: {} });

const hook = '/api/v1/cicd/deployment-hook';

export const hookQuery = queryOptions({ queryKey: connectorKeys.hook, queryFn: ({ signal }) => api.get<DeploymentHook>(hook, { signal }) });
export const makeHookSecret = () => api.post<RotatedWebhook>(hook, { body: {} });
export const removeHook = () => api.delete(hook);

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Channel, Condition, Delivery, FiredAlert, Policy, Preview, WireMutingRule } from '../api/contract';
import type { AlertStatus } from '../integrations/queries';
import type { ConditionInput } from './condition';

const root = '/api/v1/alerts';

/** Below «alerts»: an event about an alert loads all of these again. */
export const alertingKeys = {
  fired: ['alerts', 'fired'] as const,
  conditions: ['alerts', 'conditions'] as const,
  policies: ['alerts', 'policies'] as const,
  channels: ['alerts', 'channels'] as const,
  deliveries: ['alerts', 'deliveries'] as const,
  muting: ['alerts', 'muting'] as const,
};

export type MutingRule = Omit<WireMutingRule, 'match_criteria'> & { match_criteria: Record<string, unknown> };

/** What the conditions of the project found, the newest first. */
export const firedAlertsQuery = (status: AlertStatus | undefined, most: number) => queryOptions({
  queryKey: [...alertingKeys.fired, status ?? 'all', most],
  queryFn: async ({ signal }) => {
    // Acknowledged alerts go on firing.
    const alerts = await api.get<FiredAlert[]>(status === 'firing' ? `${root}/active-alerts` : `${root}/history?limit=${most}${status === undefined ? '' : '&status=resolved'}`, { signal });
    return status === 'firing' ? alerts.filter((alert) => alert.status !== 'resolved') : alerts;
  },
  placeholderData: keepPreviousData,
});

export const acknowledge = (id: string) => api.post<FiredAlert>(`${root}/active-alerts/${id}/acknowledge`);

export const conditionsQuery = queryOptions({
  queryKey: alertingKeys.conditions,
  queryFn: ({ signal }) => api.get<Condition[]>(`${root}/conditions?limit=500`, { signal }),
  refetchInterval: 30_000,
});

export const conditionQuery = (id: string) => queryOptions({
  queryKey: [...alertingKeys.conditions, id],
  queryFn: ({ signal }) => api.get<Condition>(`${root}/conditions/${encodeURIComponent(id)}`, { signal }),
});

export const previewQuery = (condition: ConditionInput, hours: number) => queryOptions({
  queryKey: ['preview', condition, hours],
  queryFn: ({ signal }) => api.post<Preview>(`${root}/conditions/preview`, { body: { condition, hours }, signal }),
  retry: false,
  staleTime: 30_000,
});

export const createCondition = (body: ConditionInput) => api.post<Condition>(`${root}/conditions`, { body });
export const updateCondition = (id: string, body: Partial<ConditionInput>) => api.put<Condition>(`${root}/conditions/${id}`, { body });
export const deleteCondition = (id: string) => api.delete(`${root}/conditions/${id}`);

export const policiesQuery = queryOptions({ queryKey: alertingKeys.policies, queryFn: ({ signal }) => api.get<Policy[]>(`${root}/policies`, { signal }) });

export type PolicyInput = Pick<Policy, 'name' | 'description' | 'condition_ids' | 'channel_ids' | 'incident_preference' | 'opens_incidents' | 'includes_monitors' | 'enabled'>;

export const createPolicy = (body: PolicyInput) => api.post<Policy>(`${root}/policies`, { body });
export const updatePolicy = (id: string, body: Partial<PolicyInput>) => api.put<Policy>(`${root}/policies/${id}`, { body });
export const deletePolicy = (id: string) => api.delete(`${root}/policies/${id}`);

export const channelsQuery = queryOptions({ queryKey: alertingKeys.channels, queryFn: ({ signal }) => api.get<Channel[]>(`${root}/channels`, { signal }) });

export interface ChannelInput {
  name: string;
  type: string;
  config: Record<string, unknown>;
  enabled: boolean;
}

export const createChannel = (body: ChannelInput) => api.post<Channel>(`${root}/channels`, { body });
export const updateChannel = (id: string, body: Partial<ChannelInput>) => api.put<Channel>(`${root}/channels/${id}`, { body });
export const deleteChannel = (id: string) => api.delete(`${root}/channels/${id}`);
export const testChannel = (id: string) => api.post<{ message: string }>(`${root}/channels/${id}/test`);

export type DeliveryStatus = 'waiting' | 'sent' | 'dead';

export const deliveriesQuery = (status: DeliveryStatus | undefined) => queryOptions({
  queryKey: [...alertingKeys.deliveries, status ?? 'all'],
  queryFn: ({ signal }) => api.get<Delivery[]>(`${root}/notifications?limit=50${status === undefined ? '' : `&status=${status}`}`, { signal }),
  refetchInterval: 15_000,
});

export const replay = (id: string) => api.post<Delivery>(`${root}/notifications/${id}/replay`);

export const mutingQuery = queryOptions({ queryKey: alertingKeys.muting, queryFn: ({ signal }) => api.get<MutingRule[]>(`${root}/muting-rules`, { signal }) });

export type MutingInput = Pick<MutingRule, 'name' | 'description' | 'condition_ids' | 'match_criteria' | 'start_time' | 'end_time' | 'repeat' | 'enabled'>;

export const createMuting = (body: MutingInput) => api.post<MutingRule>(`${root}/muting-rules`, { body });
export const updateMuting = (id: string, body: Partial<MutingInput>) => api.put<MutingRule>(`${root}/muting-rules/${id}`, { body });
export const deleteMuting = (id: string) => api.delete(`${root}/muting-rules/${id}`);

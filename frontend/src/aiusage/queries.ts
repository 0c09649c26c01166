import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { AiCosts, TokenUsage } from '../api/contract';

/** `2026-05-01`, so many days before today. */
export function dayBefore(now: number, days: number): string {
  return new Date(now - days * 86_400_000).toISOString().slice(0, 10);
}

export const costsQuery = (days: number) => queryOptions({ queryKey: ['ai', 'costs', days], queryFn: ({ signal }) => api.get<AiCosts>(`/api/v1/analytics/cost-summary?days=${days}`, { signal }) });

export const usageQuery = (from: string) => queryOptions({ queryKey: ['ai', 'usage', from], queryFn: ({ signal }) => api.get<TokenUsage>(`/api/v1/analytics/token-usage?start_date=${from}`, { signal }) });

export const forget = (cause: string) => api.delete(`/api/v1/hypotheses/feedback?${new URLSearchParams({ cause })}`);

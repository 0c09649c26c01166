import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { SignalRetention } from '../api/contract';

/** Which service keeps it. */
export type Keeper = 'logs' | 'metrics';

const path = (keeper: Keeper) => `/api/v1/${keeper}/retention`;

export const retentionQuery = (keeper: Keeper) => queryOptions({
  queryKey: ['retention', keeper],
  queryFn: ({ signal }) => api.get<SignalRetention[]>(path(keeper), { signal }),
});

/** Null: the default. */
export const setRetention = (keeper: Keeper, signal: string, days: number | null) => api.put<SignalRetention[]>(path(keeper), { body: { signal, days } });

/** `service_summaries` as people write it. */
export function titleOf(signal: string): string {
  const words = signal.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

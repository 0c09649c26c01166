import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Slo } from '../api/contract';

const root = '/api/v1/slos';

export const sloKey = ['slos'] as const;

export const slosQuery = queryOptions({
  queryKey: sloKey,
  queryFn: ({ signal }) => api.get<Slo[]>(root, { signal }),
  refetchInterval: 60_000,
});

export interface SloInput {
  name: string;
  service_name: string;
  sli_type: 'availability' | 'latency' | 'correctness';
  target_percentage: number;
  time_window_days: number;
  threshold_ms?: number;
  description: string;
}

export const createSlo = (body: SloInput) => api.post<Slo>(root, { body });
export const updateSlo = (id: string, body: SloInput) => api.put<Slo>(`${root}/${id}`, { body });
export const deleteSlo = (id: string) => api.delete(`${root}/${id}`);

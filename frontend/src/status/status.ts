import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { PlatformStatus, ServiceHealth } from '../api/contract';

export const pollMs = 5000;
export const historyLength = 30;

export interface Check {
  at: string;
  status: ServiceHealth['status'];
  ms: number;
}

/** The latest answer, and per service what the checks since this page was opened said. */
export interface StatusWithHistory extends PlatformStatus {
  history: Record<string, Check[]>;
}

const queryKey = ['status'];

export const statusQuery = queryOptions({
  queryKey,
  queryFn: async ({ signal, client }): Promise<StatusWithHistory> => {
    const report = await api.get<PlatformStatus>('/api/v1/status', { signal });
    return withHistory(report, client.getQueryData<StatusWithHistory>(queryKey));
  },
  // Asked again soon anyway: a failure is shown at once instead.
  retry: false,
});

export function withHistory(report: PlatformStatus, previous: StatusWithHistory | undefined): StatusWithHistory {
  const history: Record<string, Check[]> = {};
  for (const service of report.services) {
    const before = previous?.history[service.name] ?? [];
    // Two callers may get the same cached answer of the gateway: one check is counted once.
    const repeated = before.at(-1)?.at === report.checked_at;
    const check = { at: report.checked_at, status: service.status, ms: service.response_time_ms };
    history[service.name] = repeated ? before : [...before, check].slice(-historyLength);
  }
  return { ...report, history };
}

export function troubled(status: PlatformStatus): ServiceHealth[] {
  return status.services.filter((service) => service.status !== 'healthy');
}

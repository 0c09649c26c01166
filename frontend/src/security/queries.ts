import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { ScanAnswer, ScanPage, SecurityOverview, SecurityTrends, Vulnerability, VulnerabilityChange } from '../api/contract';
import type { VulnerabilitySearch, VulnerabilityStatus } from './search';

const root = '/api/v1/security';

export const securityKeys = { all: ['security'] as const };

export const mostShown = 1000;

export const vulnerabilitiesQuery = ({ severity, status, service, q }: VulnerabilitySearch) => queryOptions({
  queryKey: [...securityKeys.all, 'list', severity ?? '', status ?? '', service ?? '', q ?? ''],
  queryFn: ({ signal }) => {
    const query = new URLSearchParams({ limit: String(mostShown) });
    if (status !== 'all') query.set('status', status ?? 'open,in_progress');
    if (severity !== undefined) query.set('severity', severity);
    if (service !== undefined) query.set('service', service);
    if (q !== undefined) query.set('search', q);
    return api.get<Vulnerability[]>(`${root}/vulnerabilities?${query}`, { signal });
  },
  placeholderData: keepPreviousData,
});

export const vulnerabilityQuery = (id: string) => queryOptions({ queryKey: [...securityKeys.all, 'one', id], queryFn: ({ signal }) => api.get<Vulnerability>(`${root}/vulnerabilities/${id}`, { signal }) });
export const changesQuery = (id: string) => queryOptions({ queryKey: [...securityKeys.all, 'changes', id], queryFn: ({ signal }) => api.get<VulnerabilityChange[]>(`${root}/vulnerabilities/${id}/changes`, { signal }) });
export const overviewQuery = queryOptions({ queryKey: [...securityKeys.all, 'overview'], queryFn: ({ signal }) => api.get<SecurityOverview>(`${root}/vulnerabilities/overview`, { signal }) });
export const trendsQuery = queryOptions({ queryKey: [...securityKeys.all, 'trends'], queryFn: ({ signal }) => api.get<SecurityTrends>(`${root}/vulnerabilities/trends?days=90`, { signal }) });
export const scansQuery = queryOptions({ queryKey: [...securityKeys.all, 'scans'], queryFn: ({ signal }) => api.get<ScanPage>(`${root}/scans?limit=10`, { signal }) });

export const change = (id: string, body: { status?: VulnerabilityStatus; assignee?: string; notes?: string }) => api.patch<Vulnerability>(`${root}/vulnerabilities/${id}`, { body });

/** What the scanner wrote; the service sees which format it is. */
export function importScan(scan: unknown, service: string): Promise<ScanAnswer> {
  const query = service === '' ? '' : `?${new URLSearchParams({ service_name: service })}`;
  return api.post<ScanAnswer>(`${root}/vulnerabilities/ingest${query}`, { body: scan });
}

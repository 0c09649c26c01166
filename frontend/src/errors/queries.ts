import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { ErrorDetail, ErrorGroup } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';
import type { ErrorSearch, ErrorStatus } from './search';

const root = '/api/v1/errors/groups';

export const errorKeys = {
  all: ['errors'] as const,
  one: (fingerprint: string) => ['errors', 'one', fingerprint] as const,
};

export const errorGroupsQuery = (search: ErrorSearch, window: TimeWindow) => queryOptions({
  queryKey: [...errorKeys.all, 'list', search, window],
  queryFn: ({ signal }) => {
    const query = new URLSearchParams({ ...timeParameters(window), limit: '200' });
    if (search.service !== undefined) query.set('service', search.service);
    if (search.status !== undefined) query.set('status', search.status);
    if (search.q !== undefined) query.set('search', search.q);
    if (search.sort !== undefined) query.set('sort', search.sort);
    return api.get<ErrorGroup[]>(`${root}?${query}`, { signal });
  },
  placeholderData: keepPreviousData,
});

export const errorQuery = (fingerprint: string) => queryOptions({
  queryKey: errorKeys.one(fingerprint),
  queryFn: ({ signal }) => api.get<ErrorDetail>(path(fingerprint), { signal }),
});

export const triage = (fingerprint: string, body: { status?: ErrorStatus; assignee?: string; notes?: string }) => api.patch(`${path(fingerprint)}/triage`, { body });

function path(fingerprint: string): string {
  return `${root}/${encodeURIComponent(fingerprint)}`;
}

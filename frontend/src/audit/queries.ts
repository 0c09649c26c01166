import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from '../api/client';
import type { AuditPage } from '../api/contract';
import type { TimeWindow } from '../time/range';
import type { AuditSearch } from './search';

const pageSize = 100;

export const auditQuery = (search: AuditSearch, window: TimeWindow) => infiniteQueryOptions({
  queryKey: ['audit', search, window],
  queryFn: ({ signal, pageParam }) => {
    const query = new URLSearchParams({ start_date: new Date(window.from).toISOString(), end_date: new Date(window.to).toISOString(), skip: String(pageParam), limit: String(pageSize) });
    if (search.q !== undefined) query.set('search', search.q);
    if (search.failed === true) query.set('success', 'false');
    return api.get<AuditPage>(`/api/v1/audit-logs?${query}`, { signal });
  },
  initialPageParam: 0,
  getNextPageParam: (page) => (page.skip + page.logs.length < page.total ? page.skip + page.logs.length : null),
  placeholderData: keepPreviousData,
});

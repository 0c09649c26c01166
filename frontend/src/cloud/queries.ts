import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { CloudChangePage, CloudResourcePage } from '../api/contract';
import type { CloudSearch } from './search';

const root = '/api/v1/cloud';
const mostChanges = 50;

/** Resources on a page. */
export const pageSize = 50;

export const resourcesQuery = ({ kind, health, q, page = 1 }: CloudSearch) => queryOptions({
  queryKey: ['cloud', 'resources', kind, health, q, page],
  queryFn: ({ signal }) => {
    const parameters = new URLSearchParams({ limit: String(pageSize), offset: String((page - 1) * pageSize) });
    for (const [name, value] of Object.entries({ kind, health, search: q })) if (value !== undefined) parameters.set(name, value);
    return api.get<CloudResourcePage>(`${root}/resources?${parameters}`, { signal });
  },
  placeholderData: keepPreviousData,
});

export const changesQuery = infiniteQueryOptions({
  queryKey: ['cloud', 'changes'],
  queryFn: ({ pageParam, signal }) => api.get<CloudChangePage>(`${root}/changes?limit=${mostChanges}${pageParam === null ? '' : `&before=${pageParam}`}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});

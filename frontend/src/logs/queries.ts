import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { LogContext, LogHistogram, LogLine, LogPage, LogPattern } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';
import { logParameters, type LogSearch } from './search';

const root = '/api/v1/logs';
const pageSize = 200;
const contextLines = 8;

export const linesQuery = (search: LogSearch, window: TimeWindow) => infiniteQueryOptions({
  queryKey: ['logs', 'lines', logParameters(search).toString(), window],
  queryFn: ({ signal, pageParam }) => {
    const query = parameters(search, window);
    query.set('limit', String(pageSize));
    if (pageParam !== null) query.set('cursor', pageParam);
    return api.get<LogPage>(`${root}/search?${query}`, { signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  placeholderData: keepPreviousData,
});

export const histogramQuery = (search: LogSearch, window: TimeWindow) => queryOptions({
  queryKey: ['logs', 'histogram', logParameters(search).toString(), window],
  queryFn: ({ signal }) => api.get<LogHistogram>(`${root}/histogram?${parameters(search, window)}`, { signal }),
  placeholderData: keepPreviousData,
});

export const logServicesQuery = (window: TimeWindow) => queryOptions({
  queryKey: ['logs', 'services', window],
  queryFn: async ({ signal }) => (await api.get<{ services: string[] }>(`${root}/services?${new URLSearchParams(timeParameters(window))}`, { signal })).services,
  placeholderData: keepPreviousData,
});

export const patternsQuery = (search: LogSearch, window: TimeWindow) => queryOptions({
  queryKey: ['logs', 'patterns', search.level ?? '', window],
  queryFn: async ({ signal }) => {
    const query = new URLSearchParams({ ...timeParameters(window), limit: '1000' });
    if (search.level !== undefined) query.set('level', search.level);
    return (await api.get<{ patterns: LogPattern[] }>(`${root}/patterns?${query}`, { signal })).patterns;
  },
  placeholderData: keepPreviousData,
});

export const contextQuery = (line: string) => queryOptions({
  queryKey: ['logs', 'context', line],
  queryFn: async ({ signal }) => {
    const answer = await api.get<LogContext>(`${root}/context?${new URLSearchParams({ id: line, before: String(contextLines), after: String(contextLines) })}`, { signal });
    return answer as { before: LogLine[]; line: LogLine; after: LogLine[] };
  },
  staleTime: Infinity,
});

/** Lines of a trace or a span, whenever they were written. */
export const traceLinesQuery = (trace: string, window: TimeWindow) => queryOptions({
  queryKey: ['logs', 'trace', trace, window],
  queryFn: ({ signal }) => api.get<LogPage>(`${root}/search?${new URLSearchParams({ ...timeParameters(window), trace_id: trace, limit: '500' })}`, { signal }),
});

function parameters(search: LogSearch, window: TimeWindow): URLSearchParams {
  const query = logParameters(search);
  for (const [name, value] of Object.entries(timeParameters(window))) query.set(name, value);
  return query;
}

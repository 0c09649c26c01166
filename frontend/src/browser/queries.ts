import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { BrowserFigures } from '../api/contract';
import { timeParameters, type TimeWindow } from '../time/range';

const root = '/api/v1/browser';

/** Events are what pages sent: any field may be absent. */
export interface PageLoad {
  url?: string;
  app_name?: string;
  timestamp: string;
  load_complete?: number | null;
  first_contentful_paint?: number | null;
}

export interface ScriptError {
  url?: string;
  timestamp: string;
  message?: string;
  filename?: string;
  lineno?: number;
}

export interface BrowserCall {
  page_url?: string;
  timestamp: string;
  url?: string;
  method?: string;
  duration_ms?: number | null;
  status?: number;
  success?: boolean;
}

export const mostEvents = 500;

function list<T>(kind: string, app: string | undefined, window: TimeWindow) {
  return queryOptions({
    queryKey: ['browser', kind, app ?? '', window],
    queryFn: ({ signal }) => api.get<T[]>(`${root}/${kind}?${new URLSearchParams({ ...timeParameters(window), limit: String(mostEvents), ...(app !== undefined && { app }) })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export const figuresQuery = (app: string | undefined, window: TimeWindow) => queryOptions({
  queryKey: ['browser', 'figures', app ?? '', window],
  queryFn: ({ signal }) => api.get<BrowserFigures>(`${root}/overview?${new URLSearchParams({ ...timeParameters(window), ...(app !== undefined && { app }) })}`, { signal }),
  placeholderData: keepPreviousData,
});

export const pageLoadsQuery = (app: string | undefined, window: TimeWindow) => list<PageLoad>('page-loads', app, window);
export const scriptErrorsQuery = (app: string | undefined, window: TimeWindow) => list<ScriptError>('errors', app, window);
export const callsQuery = (app: string | undefined, window: TimeWindow) => list<BrowserCall>('ajax', app, window);

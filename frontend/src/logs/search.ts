import type { LogLevel } from '../api/contract';

export const levels: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** What the address of the logs says beside the time; absent means «all». */
export interface LogSearch {
  q?: string | undefined;
  service?: string | undefined;
  level?: LogLevel | undefined;
  view?: 'patterns' | undefined;
  /** New lines as they come. */
  live?: true | undefined;
  /** The line whose details are open. */
  line?: string | undefined;
}

const longestQuery = 2000;

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readLogSearch(raw: Record<string, unknown>): LogSearch {
  const q = text(raw.q, longestQuery);
  const service = text(raw.service, 255);
  const line = text(raw.line, 100);
  const level = levels.find((known) => known === raw.level);
  return {
    q, service, level, line,
    view: raw.view === 'patterns' ? 'patterns' : undefined,
    live: raw.live === true || raw.live === 'true' ? true : undefined,
  };
}

// A search for a number arrives as one.
function text(raw: unknown, longest: number): string | undefined {
  const value = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().slice(0, longest) : '';
  return value === '' ? undefined : value;
}

/** `user:"Alice A."`, with a minus when such lines are not wanted. */
export function term(field: string, value: string, unwanted = false): string {
  return `${unwanted ? '-' : ''}${field}:"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Adds a term to a query; an «or» of the query stays one thing. */
export function withTerm(query: string | undefined, added: string): string {
  if (query === undefined || query === '') return added;
  if (query.split(/\s+/).includes(added)) return query;
  return / (OR|\|\|) /.test(query) ? `(${query}) ${added}` : `${query} ${added}`;
}

/** For the API: the same for the list, the histogram and the live tail. */
export function logParameters({ q, service, level }: LogSearch): URLSearchParams {
  const parameters = new URLSearchParams();
  if (q !== undefined) parameters.set('query', q);
  if (service !== undefined) parameters.set('service', service);
  if (level !== undefined) parameters.set('level', level);
  return parameters;
}

import type { BrowserCall, PageLoad, ScriptError } from './queries';

export interface Group {
  name: string;
  count: number;
  /** The median, where something was measured. */
  typical: number | null;
  /** How many went wrong. */
  bad: number;
  latest: string;
}

function group<T extends { timestamp: string }>(events: readonly T[], nameOf: (event: T) => string, valueOf: (event: T) => number | null | undefined, isBad: (event: T) => boolean): Group[] {
  const groups = new Map<string, { values: number[]; group: Group }>();
  for (const event of events) {
    const name = nameOf(event);
    let known = groups.get(name);
    if (known === undefined) groups.set(name, known = { values: [], group: { name, count: 0, typical: null, bad: 0, latest: event.timestamp } });
    known.group.count += 1;
    if (isBad(event)) known.group.bad += 1;
    if (event.timestamp > known.group.latest) known.group.latest = event.timestamp;
    const value = valueOf(event);
    if (value != null) known.values.push(value);
  }
  return [...groups.values()].map(({ values, group: one }) => {
    values.sort((a, b) => a - b);
    return { ...one, typical: values[Math.floor((values.length - 1) / 2)] ?? null };
  }).sort((one, other) => other.count - one.count);
}

export const pagesOf = (loads: readonly PageLoad[]) => group(loads, ({ url }) => pathOf(url), ({ load_complete }) => load_complete, () => false);
export const errorsOf = (errors: readonly ScriptError[]) => group(errors, ({ message }) => message ?? 'Error without a message', () => null, () => true);
export const callsOf = (calls: readonly BrowserCall[]) => group(calls, ({ method, url }) => `${method ?? 'GET'} ${pathOf(url)}`, ({ duration_ms }) => duration_ms, ({ success, status }) => success === false || (status ?? 0) >= 400);

/** Without what differs from visit to visit: origin, parameters and fragment. */
export function pathOf(url: string | undefined): string {
  if (url === undefined || url === '') return '(unknown)';
  try {
    return new URL(url, 'http://page').pathname;
  } catch {
    return url;
  }
}

// The time that the pages under «Observe» look at. It lives in the address: ?range=6h, or ?from=2026-05-01T12:00:00Z&to=...

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const presets = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
export type Preset = (typeof presets)[number];

export const presetViews: Record<Preset, { label: string; ms: number }> = {
  '15m': { label: 'Last 15 minutes', ms: 15 * minute },
  '1h': { label: 'Last hour', ms: hour },
  '6h': { label: 'Last 6 hours', ms: 6 * hour },
  '24h': { label: 'Last 24 hours', ms: day },
  '7d': { label: 'Last 7 days', ms: 7 * day },
  '30d': { label: 'Last 30 days', ms: 30 * day },
};

export const defaultPreset: Preset = '1h';
const longest = 90 * day;
const shortest = minute;

export interface RangeSearch {
  range?: Preset | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export interface TimeWindow {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readRange(raw: Record<string, unknown>): RangeSearch {
  const from = readTime(raw.from);
  const to = readTime(raw.to);
  if (from !== null && to !== null && from < to) return absolute({ from, to });
  const range = presets.find((preset) => preset === raw.range);
  return range === undefined || range === defaultPreset ? {} : { range };
}

/** Names all three, so that nothing of the range before stays in the address. */
export function absolute({ from, to }: TimeWindow): RangeSearch {
  const begin = Math.max(from, to - longest);
  return { range: undefined, from: new Date(begin).toISOString(), to: new Date(Math.max(to, begin + shortest)).toISOString() };
}

export function relative(preset: Preset): RangeSearch {
  return { range: preset === defaultPreset ? undefined : preset, from: undefined, to: undefined };
}

export function isAbsolute(search: RangeSearch): boolean {
  return search.from !== undefined && search.to !== undefined;
}

export function resolve(search: RangeSearch, now: number): TimeWindow {
  if (search.from !== undefined && search.to !== undefined) return { from: Date.parse(search.from), to: Date.parse(search.to) };
  return { from: now - presetViews[search.range ?? defaultPreset].ms, to: now };
}

export function labelOf(search: RangeSearch): string {
  if (search.from === undefined || search.to === undefined) return presetViews[search.range ?? defaultPreset].label;
  return formatSpan({ from: Date.parse(search.from), to: Date.parse(search.to) });
}

/** `Nov 23, 14:02 – 14:17`, or with both dates when the days differ. */
export function formatSpan({ from, to }: TimeWindow): string {
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString();
  return `${moment.format(from)} – ${(isOneDay ? timeOfDay : moment).format(to)}`;
}

/** For the parameters time_from and time_to of the API. */
export function timeParameters({ from, to }: TimeWindow): Record<'time_from' | 'time_to', string> {
  return { time_from: new Date(from).toISOString(), time_to: new Date(to).toISOString() };
}

const moment = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function readTime(raw: unknown): number | null {
  if (typeof raw !== 'string' && typeof raw !== 'number') return null;
  const time = typeof raw === 'number' ? raw : Date.parse(raw);
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? time : null;
}

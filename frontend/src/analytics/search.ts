export const spans = [7, 30, 90, 365] as const;
export type Span = (typeof spans)[number];

export interface SpanSearch {
  days?: Span | undefined;
}

const usual: Span = 30;

/** Reads an address that anybody may have typed; 30 days are the default. */
export function readSpanSearch(raw: Record<string, unknown>): SpanSearch {
  const days = spans.find((span) => span === Number(raw.days));
  return { days: days === usual ? undefined : days };
}

export function spanOf({ days }: SpanSearch): Span {
  return days ?? usual;
}

export const spanOptions = [['7', 'Last 7 days'], ['30', 'Last 30 days'], ['90', 'Last 90 days'], ['365', 'Last year']] as const;
export type SpanOption = (typeof spanOptions)[number][0];

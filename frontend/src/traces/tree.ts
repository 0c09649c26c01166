import type { Span } from '../api/contract';

export interface SpanRow {
  span: Span;
  depth: number;
}

/** Spans below the one that caused them, in the order of time. A span whose cause is not there stands at the top. */
export function treeRows(spans: readonly Span[]): SpanRow[] {
  const known = new Set(spans.map(({ span_id }) => span_id));
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    const parent = span.parent_span_id !== span.span_id && known.has(span.parent_span_id) ? span.parent_span_id : '';
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [span]);
    else siblings.push(span);
  }
  for (const siblings of children.values()) siblings.sort((one, other) => one.offset_ms - other.offset_ms);
  const rows: SpanRow[] = [];
  // A stack instead of recursion: traces are deeper than the call stack of a browser.
  const open: SpanRow[] = (children.get('') ?? []).toReversed().map((span) => ({ span, depth: 0 }));
  const seen = new Set<Span>();
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    if (seen.has(row.span)) continue;
    seen.add(row.span);
    rows.push(row);
    const { depth } = row;
    for (const span of (children.get(row.span.span_id) ?? []).toReversed()) open.push({ span, depth: depth + 1 });
  }
  // Spans that are each other's cause have no top.
  for (const span of spans) if (!seen.has(span)) rows.push({ span, depth: 0 });
  return rows;
}

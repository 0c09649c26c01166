/** What the address of the traces says beside the time; absent means «all». */
export interface TraceSearch {
  service?: string | undefined;
  operation?: string | undefined;
  status?: 'ok' | 'error' | undefined;
  /** Milliseconds. */
  min?: number | undefined;
}

export interface TracePageSearch {
  /** The span whose details are open. */
  span?: string | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readTraceSearch(raw: Record<string, unknown>): TraceSearch {
  const min = Number(raw.min);
  return {
    service: text(raw.service, 255),
    operation: text(raw.operation, 500),
    status: raw.status === 'ok' || raw.status === 'error' ? raw.status : undefined,
    min: Number.isFinite(min) && min > 0 ? min : undefined,
  };
}

export function readTracePageSearch(raw: Record<string, unknown>): TracePageSearch {
  return { span: text(raw.span, 128) };
}

function text(raw: unknown, longest: number): string | undefined {
  const value = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().slice(0, longest) : '';
  return value === '' ? undefined : value;
}

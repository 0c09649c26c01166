export interface AuditSearch {
  q?: string | undefined;
  /** Only what was refused or failed. */
  failed?: true | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const q = typeof raw.q === 'string' || typeof raw.q === 'number' ? String(raw.q).trim().slice(0, 200) : '';
  return { q: q === '' ? undefined : q, failed: raw.failed === true || raw.failed === 'true' ? true : undefined };
}

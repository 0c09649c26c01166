export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type VulnerabilitySeverity = (typeof severities)[number];

export const statuses = ['open', 'in_progress', 'resolved', 'ignored', 'false_positive'] as const;
export type VulnerabilityStatus = (typeof statuses)[number];

/** What the address of the vulnerabilities says. Without a state those are shown that need somebody. */
export interface VulnerabilitySearch {
  severity?: VulnerabilitySeverity | undefined;
  status?: VulnerabilityStatus | 'all' | undefined;
  service?: string | undefined;
  q?: string | undefined;
  /** Whose details are open. */
  id?: string | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readVulnerabilitySearch(raw: Record<string, unknown>): VulnerabilitySearch {
  return {
    severity: severities.find((known) => known === raw.severity),
    status: raw.status === 'all' ? 'all' : statuses.find((known) => known === raw.status),
    service: text(raw.service, 255),
    q: text(raw.q, 200),
    id: typeof raw.id === 'string' && /^[0-9a-f-]{36}$/i.test(raw.id) ? raw.id : undefined,
  };
}

function text(raw: unknown, longest: number): string | undefined {
  const value = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().slice(0, longest) : '';
  return value === '' ? undefined : value;
}

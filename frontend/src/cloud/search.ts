export const kinds = ['compute', 'database', 'load_balancer'] as const;
export type ResourceKind = (typeof kinds)[number];

export const healths = ['healthy', 'unhealthy', 'unknown'] as const;
export type ResourceHealth = (typeof healths)[number];

/** What the address of the cloud page says. */
export interface CloudSearch {
  kind?: ResourceKind | undefined;
  health?: ResourceHealth | undefined;
  q?: string | undefined;
  page?: number | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readCloudSearch(raw: Record<string, unknown>): CloudSearch {
  const q = typeof raw.q === 'string' || typeof raw.q === 'number' ? String(raw.q).trim().slice(0, 200) : '';
  const page = Number(raw.page);
  return {
    kind: kinds.find((known) => known === raw.kind),
    health: healths.find((known) => known === raw.health),
    q: q === '' ? undefined : q,
    page: Number.isInteger(page) && page > 1 && page <= 10_000 ? page : undefined,
  };
}

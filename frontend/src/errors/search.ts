export const statuses = ['unresolved', 'investigating', 'resolved', 'ignored'] as const;
export type ErrorStatus = (typeof statuses)[number];

export const sorts = ['count', 'last_seen', 'first_seen'] as const;
export type ErrorSort = (typeof sorts)[number];

/** What the address of the errors says beside the time; absent means «all», the most frequent first. */
export interface ErrorSearch {
  service?: string | undefined;
  status?: ErrorStatus | undefined;
  q?: string | undefined;
  sort?: ErrorSort | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readErrorSearch(raw: Record<string, unknown>): ErrorSearch {
  const sort = sorts.find((known) => known === raw.sort);
  return {
    service: text(raw.service, 255),
    status: statuses.find((known) => known === raw.status),
    q: text(raw.q, 200),
    sort: sort === 'count' ? undefined : sort,
  };
}

function text(raw: unknown, longest: number): string | undefined {
  const value = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().slice(0, longest) : '';
  return value === '' ? undefined : value;
}

/** Where the telemetry of a piece of evidence is shown. */
export type EvidenceTarget =
  | { page: 'service' | 'trace' | 'error' | 'host' | 'incident'; id: string }
  | { page: 'logs'; q: string | undefined; service: string | undefined }
  | { page: 'metrics'; metric: string | undefined; service: string | undefined }
  | { page: 'alerts' | 'slos' | 'services' };

const pagesOfOne: Record<string, 'service' | 'trace' | 'error' | 'host' | 'incident'> = {
  services: 'service', traces: 'trace', errors: 'error', hosts: 'host', infrastructure: 'host', incidents: 'incident',
};

/** Reads the link of a citation: `/services/checkout`, `/logs?pattern=1b2c`, `/metrics?metric=memory.used&service=db`. Null: this app has no such page. */
export function targetOf(link: string): EvidenceTarget | null {
  const at = link.indexOf('?');
  const [, page = '', id] = (at < 0 ? link : link.slice(0, at)).split('/');
  const query = new URLSearchParams(at < 0 ? '' : link.slice(at));
  const one = pagesOfOne[page];
  if (one !== undefined && id !== undefined && id !== '') {
    const decoded = decode(id);
    return decoded === null ? null : { page: one, id: decoded };
  }
  const pattern = query.get('pattern');
  switch (page) {
    case 'logs': return { page: 'logs', q: pattern !== null ? `pattern:${pattern}` : query.get('q') ?? undefined, service: query.get('service') ?? undefined };
    case 'metrics': return { page: 'metrics', metric: query.get('metric') ?? undefined, service: query.get('service') ?? undefined };
    case 'alerts': return { page: 'alerts' };
    case 'slo': case 'slos': return { page: 'slos' };
    case 'services': return { page: 'services' };
    default: return null;
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

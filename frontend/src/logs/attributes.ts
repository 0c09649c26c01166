/** Attributes by the names that the search language knows: `{http: {status: 500}}` is `http.status`. */
export function flatten(attributes: unknown, most = 200): [name: string, value: string][] {
  const rows: [string, string][] = [];
  collect('', attributes, rows, most);
  return rows;
}

function collect(prefix: string, value: unknown, rows: [string, string][], most: number): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (rows.length >= most) return;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) collect(path, inner, rows, most);
    else if (inner !== null) rows.push([path, typeof inner === 'string' ? inner : JSON.stringify(inner)]);
  }
}

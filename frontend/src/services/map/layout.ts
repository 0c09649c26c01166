export interface MapEdge {
  source: string;
  target: string;
}

export interface Place {
  name: string;
  column: number;
  row: number;
}

/** Callers to the left of what they call, rows so that calls cross little. The same services give the same picture every time. */
export function layOut(nodes: readonly string[], edges: readonly MapEdge[]): Place[] {
  const names = [...new Set([...nodes, ...edges.flatMap(({ source, target }) => [source, target])])].sort();
  const columns = columnsOf(names, edges);
  const byColumn: string[][] = [];
  for (const name of names) (byColumn[columns.get(name) ?? 0] ??= []).push(name);
  const rows = new Map<string, number>();
  byColumn.forEach((column) => {
    // Beside those that call it: the middle of their rows.
    const middle = (name: string) => {
      const callers = edges.filter(({ source, target }) => target === name && rows.has(source)).map(({ source }) => rows.get(source) ?? 0);
      return callers.length === 0 ? Number.POSITIVE_INFINITY : callers.reduce((sum, row) => sum + row, 0) / callers.length;
    };
    column.map((name) => [name, middle(name)] as const)
      .sort(([one, oneRow], [other, otherRow]) => oneRow - otherRow || one.localeCompare(other))
      .forEach(([name], row) => rows.set(name, row));
  });
  return names.map((name) => ({ name, column: columns.get(name) ?? 0, row: rows.get(name) ?? 0 }));
}

/** One further than the furthest caller. A call that closes a circle moves nothing. */
function columnsOf(names: readonly string[], edges: readonly MapEdge[]): Map<string, number> {
  const targets = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { source, target } of edges) if (source !== target) targets.get(source)?.push(target);
  const called = new Set(edges.filter(({ source, target }) => source !== target).map(({ target }) => target));
  const columns = new Map<string, number>();
  const path = new Set<string>();
  const visit = (name: string, column: number) => {
    if (path.has(name) || (columns.get(name) ?? -1) >= column) return;
    columns.set(name, column);
    path.add(name);
    for (const target of targets.get(name) ?? []) visit(target, column + 1);
    path.delete(name);
  };
  for (const name of names) if (!called.has(name)) visit(name, 0);
  // Services that only call each other have no first one.
  for (const name of names) if (!columns.has(name)) visit(name, 0);
  return columns;
}

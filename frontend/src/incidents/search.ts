import type { Severity, State } from '../api/contract';
import { severities, states } from './labels';

/** What the address of the list says; everything that is absent means «all». */
export interface IncidentSearch {
  state?: State[];
  severity?: Severity[];
  q?: string;
  page?: number;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readSearch(raw: Record<string, unknown>): IncidentSearch {
  const state = pick(raw.state, states);
  const severity = pick(raw.severity, severities);
  // A search for a number arrives as one.
  const q = typeof raw.q === 'string' || typeof raw.q === 'number' ? String(raw.q).trim().slice(0, 500) : '';
  const page = Number(raw.page);
  return {
    ...(state && { state }),
    ...(severity && { severity }),
    ...(q !== '' && { q }),
    ...(Number.isInteger(page) && page > 1 && { page }),
  };
}

function pick<T extends string>(raw: unknown, known: readonly T[]): T[] | undefined {
  const named: unknown[] = Array.isArray(raw) ? raw : [raw];
  const picked = known.filter((value) => named.includes(value));
  return picked.length === 0 ? undefined : picked;
}

/** What still needs somebody. */
export const unresolved: State[] = ['detected', 'acknowledged', 'investigating', 'mitigated'];

export function isOver(state: State): boolean {
  return !unresolved.includes(state);
}

import { useSyncExternalStore } from 'react';

/**
 * What the latest call to the API said about the way to it. `unavailable`: something answered for a
 * service that is down. `unreachable`: nothing answered.
 */
export type Connection = 'connected' | 'unavailable' | 'unreachable';

let connection: Connection = 'connected';
const listeners = new Set<() => void>();

export function reportOutcome(outcome: Connection): void {
  if (outcome === connection) return;
  connection = outcome;
  for (const listener of listeners) listener();
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

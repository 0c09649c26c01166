import { useEffect, useSyncExternalStore } from 'react';

// One «now» for everything on a page, so that its charts and lists speak of the same time. It moves when the user asks for it,
// when a page opens, and by itself where a page wants that.
let now = Date.now();
const listeners = new Set<() => void>();

const staleMs = 10_000;
const tickMs = 30_000;

export function refreshNow(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** For a page that opens: what was looked at a moment ago may stay. */
export function refreshNowWhenStale(): void {
  if (Date.now() - now > staleMs) refreshNow();
}

export function useFrozenNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** Moves on every half minute while the page can be seen. */
export function useTicking(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const timer = window.setInterval(() => document.visibilityState === 'visible' && refreshNow(), tickMs);
    return () => window.clearInterval(timer);
  }, [active]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

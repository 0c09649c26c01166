import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

// public/theme.js applies the same before the first paint.
const key = 'srecopilot.theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice: ThemeChoice = stored();

systemDark.addEventListener('change', apply);
window.addEventListener('storage', (event) => {
  if (event.key === key) set(stored());
});

export function useTheme(): [ThemeChoice, (next: ThemeChoice) => void] {
  return [useSyncExternalStore(subscribe, () => choice), choose];
}

function choose(next: ThemeChoice): void {
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage may be blocked: the choice lasts until the page is left.
  }
  set(next);
}

function set(next: ThemeChoice): void {
  choice = next;
  apply();
  for (const listener of listeners) listener();
}

function apply(): void {
  const dark = choice === 'dark' || (choice === 'system' && systemDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

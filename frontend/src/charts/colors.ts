import { useSyncExternalStore } from 'react';

/** Series take these in turn; the names are those of the design tokens. */
const seriesTokens = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6', '--series-7', '--series-8'];

export type ChartTone = 'good' | 'warn' | 'bad' | 'accent' | 'text-muted' | 'fatal' | 'debug';

export function seriesToken(index: number, tone?: ChartTone): string {
  return tone === undefined ? seriesTokens[index % seriesTokens.length] ?? '--series-1' : `--${tone}`;
}

/** A canvas does not know custom properties. */
export function colorOf(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}

/** The theme in use; what is drawn on a canvas must be drawn anew when it changes. */
export function useThemeName(): string {
  return useSyncExternalStore(onThemeChange, () => document.documentElement.dataset.theme ?? '');
}

function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

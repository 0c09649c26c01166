import type { VitalFigures } from '../api/contract';
import type { Stat } from '../ui/Stats';
import { formatMs, formatNumber } from '../ui/number';

/** By which values of 75 % of the visits Google calls a page good or poor. */
const vitals = [
  { name: 'LCP', title: 'Largest content shown', good: 2500, poor: 4000 },
  { name: 'INP', title: 'Answer to input', good: 200, poor: 500 },
  { name: 'CLS', title: 'Layout shift', good: 0.1, poor: 0.25 },
  { name: 'FCP', title: 'First content shown', good: 1800, poor: 3000 },
  { name: 'TTFB', title: 'First byte', good: 800, poor: 1800 },
] as const;

/** Each vital in words: the colour only repeats them. */
export function vitalStats(figures: Record<string, VitalFigures>): Stat[] {
  return vitals.map(({ name, title, good, poor }) => {
    const { p75 = 0, count = 0 } = figures[name] ?? {};
    if (count === 0) return { name: `${title} (${name})`, value: '–', note: 'not measured' };
    const verdict = p75 <= good ? 'good' : p75 <= poor ? 'needs work' : 'poor';
    return {
      name: `${title} (${name})`, value: name === 'CLS' ? formatNumber(p75) : formatMs(p75), note: `${verdict}, in 75 % of ${count}`,
      ...(verdict !== 'good' && { tone: verdict === 'poor' ? 'bad' as const : 'warn' as const }),
    };
  });
}

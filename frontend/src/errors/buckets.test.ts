import { expect, it } from 'vitest';
import { bucketsOf } from './buckets';

it('counts every moment once, however they lie', () => {
  for (const moments of [[5e11], [5e11, 5e11], [5e11, 5e11 + 1, 5e11 + 3_600_000], Array.from({ length: 100 }, (_, index) => 5e11 + index * 86_400_000)]) {
    const { window, times, series } = bucketsOf(moments);
    const values = series[0]?.values ?? [];
    expect(values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(moments.length);
    expect(times).toHaveLength(values.length);
    expect(values.length).toBeLessThan(50);
    expect(window.from).toBeLessThan(Math.min(...moments));
    expect(window.to).toBeGreaterThan(Math.max(...moments));
  }
});

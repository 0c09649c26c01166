import { describe, expect, it } from 'vitest';
import { absolute, isAbsolute, readRange, relative, resolve } from './range';

describe('the time range in the address', () => {
  it('keeps a known preset and leaves out the default and nonsense', () => {
    expect(readRange({ range: '6h' })).toEqual({ range: '6h' });
    expect(readRange({ range: '1h' })).toEqual({});
    expect(readRange({ range: '5 years' })).toEqual({});
    expect(readRange({ from: 'yesterday', to: 'now' })).toEqual({});
    expect(readRange({ from: 1e300, to: 2e300 })).toEqual({});
  });

  it('takes two moments before a preset, but not a range that runs backwards', () => {
    const range = readRange({ range: '6h', from: '2026-05-01T12:00:00Z', to: '2026-05-01T13:00:00Z' });
    expect(isAbsolute(range)).toBe(true);
    expect(resolve(range, 0)).toEqual({ from: Date.parse('2026-05-01T12:00:00Z'), to: Date.parse('2026-05-01T13:00:00Z') });
    expect(readRange({ range: '6h', from: '2026-05-01T14:00:00Z', to: '2026-05-01T13:00:00Z' })).toEqual({ range: '6h' });
  });

  it('is a minute at least and 90 days at most', () => {
    const short = resolve(absolute({ from: 1000, to: 1500 }), 0);
    expect(short.to - short.from).toBe(60_000);
    const long = resolve(absolute({ from: 0, to: 400 * 86_400_000 }), 0);
    expect(long.to - long.from).toBe(90 * 86_400_000);
  });

  it('moves with the clock when it is relative', () => {
    expect(resolve(relative('15m'), 1_000_000)).toEqual({ from: 100_000, to: 1_000_000 });
    expect(resolve({}, 3_600_000)).toEqual({ from: 0, to: 3_600_000 });
  });
});

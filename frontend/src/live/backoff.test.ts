import { describe, expect, it } from 'vitest';
import { backoff } from './backoff';

describe('backoff', () => {
  it('doubles up to half a minute', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 50].map((failures) => backoff(failures, () => 1));
    expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is never less than half of that', () => expect(backoff(3, () => 0)).toBe(4000));
});

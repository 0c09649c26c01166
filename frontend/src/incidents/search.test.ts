import { describe, expect, it } from 'vitest';
import { readSearch } from './search';

describe('readSearch', () => {
  it('keeps what makes sense', () => {
    expect(readSearch({ state: ['resolved', 'detected'], severity: 'high', q: ' pay ', page: 3 }))
      .toEqual({ state: ['detected', 'resolved'], severity: ['high'], q: 'pay', page: 3 });
  });

  it('leaves out what does not', () => {
    expect(readSearch({ state: ['on fire'], severity: {}, q: ' ', page: -1, evil: 'x' })).toEqual({});
    expect(readSearch({ page: '1e9x', q: ['a'] })).toEqual({});
  });

  it('finds a number by its text', () => expect(readSearch({ q: 503 })).toEqual({ q: '503' }));
});

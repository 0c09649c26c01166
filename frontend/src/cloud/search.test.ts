import { describe, expect, it } from 'vitest';
import { readCloudSearch } from './search';

describe('the address of the cloud page', () => {
  it('keeps what makes sense', () => {
    expect(readCloudSearch({ kind: 'database', health: 'unhealthy', q: ' shop ', page: '3' })).toEqual({ kind: 'database', health: 'unhealthy', q: 'shop', page: 3 });
  });

  it.each([{ kind: 'cat' }, { health: 1 }, { q: '   ' }, { q: {} }, { page: -1 }, { page: 1.5 }, { page: 'x' }, { page: 1 }])('leaves out %o', (raw) => {
    expect(Object.values(readCloudSearch(raw)).every((value) => value === undefined)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { logParameters, readLogSearch, term, withTerm } from './search';

const clean = (raw: Record<string, unknown>) => JSON.parse(JSON.stringify(readLogSearch(raw))) as object;

describe('the address of the logs', () => {
  it('keeps what makes sense', () => {
    expect(clean({ q: ' timeout ', service: 'api', level: 'ERROR', view: 'patterns', live: true })).toEqual({ q: 'timeout', service: 'api', level: 'ERROR', view: 'patterns', live: true });
    expect(clean({ q: 503 })).toEqual({ q: '503' });
    expect(clean({ q: '', service: {}, level: 'LOUD', view: 'x', live: 'no' })).toEqual({});
  });

  it('says the same to the API', () => {
    expect(logParameters({ q: 'a b', level: 'WARN' }).toString()).toBe('query=a+b&level=WARN');
  });
});

describe('terms of the search language', () => {
  it('are quoted', () => {
    expect(term('user', 'Alice "A." \\')).toBe('user:"Alice \\"A.\\" \\\\"');
    expect(term('http.status', '500', true)).toBe('-http.status:"500"');
  });

  it('are added once, and do not tear an «or» apart', () => {
    expect(withTerm(undefined, 'a:"1"')).toBe('a:"1"');
    expect(withTerm('x a:"1"', 'a:"1"')).toBe('x a:"1"');
    expect(withTerm('x OR y', 'a:"1"')).toBe('(x OR y) a:"1"');
  });
});

import { describe, expect, it } from 'vitest';
import { destination, safeNext } from './next';

describe('safeNext', () => {
  it.each(['/incidents', '/incidents/42?tab=timeline#latest', '/a%2Fb', '/search?q=https://x.example/'])('accepts %j', (next) => {
    expect(safeNext(next)).toBe(next);
  });

  it.each([
    undefined, null, 42, {}, ['/incidents'], '',
    'status', 'https://evil.example/', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example',
    '/\n/evil.example', ' /status', 'javascript:alert(1)', '/..//evil.example', '/.//evil.example', '/a\u0000b',
  ])('refuses %j', (next) => expect(safeNext(next)).toBeUndefined());

  it.each(['/', '/login', '/register', '/login?next=/login'])('does not lead back to %j', (next) => {
    expect(safeNext(next)).toBeUndefined();
  });

  it('falls back to the start page', () => {
    expect(destination(undefined)).toBe('/incidents');
    expect(destination('//evil.example')).toBe('/incidents');
    expect(destination('/a')).toBe('/a');
  });
});

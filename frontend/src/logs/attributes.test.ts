import { expect, it } from 'vitest';
import { flatten } from './attributes';

it('names attributes as the search language does', () => {
  expect(flatten({ user: 'ana', http: { status: 500, path: '/a' }, tags: ['a', 1], ok: false, none: null }))
    .toEqual([['user', 'ana'], ['http.status', '500'], ['http.path', '/a'], ['tags', '["a",1]'], ['ok', 'false']]);
});

it('bears whatever a sender wrote', () => {
  expect(flatten(null)).toEqual([]);
  expect(flatten('text')).toEqual([]);
  expect(flatten(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}`, index])), 10)).toHaveLength(10);
});

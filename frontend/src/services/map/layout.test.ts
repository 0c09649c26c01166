import { expect, it } from 'vitest';
import { layOut } from './layout';

const columns = (nodes: string[], ...edges: string[]) =>
  Object.fromEntries(layOut(nodes, edges.map((edge) => ({ source: edge[0] ?? '', target: edge[1] ?? '' }))).map(({ name, column }) => [name, column]));

it('puts callers to the left of what they call', () => {
  expect(columns([], 'ab', 'bc', 'ac')).toEqual({ a: 0, b: 1, c: 2 });
});

it('bears circles, calls to itself and services that nobody calls', () => {
  expect(columns(['z'], 'ab', 'ba')).toEqual({ z: 0, a: 0, b: 1 });
  expect(columns([], 'aa', 'ab')).toEqual({ a: 0, b: 1 });
});

it('gives every service a place of its own', () => {
  const places = layOut([], ['ab', 'ac', 'ad', 'be', 'ce', 'df'].map((edge) => ({ source: edge[0] ?? '', target: edge[1] ?? '' })));
  expect(new Set(places.map(({ column, row }) => `${column} ${row}`)).size).toBe(places.length);
});

it('is fast with many services', () => {
  const edges = Array.from({ length: 60 }, (_, from) => Array.from({ length: 3 }, (__, step) => ({ source: `s${from}`, target: `s${Math.min(59, from + step + 1)}` }))).flat();
  expect(layOut([], edges)).toHaveLength(60);
});

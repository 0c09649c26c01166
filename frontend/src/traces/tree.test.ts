import { expect, it } from 'vitest';
import type { Span } from '../api/contract';
import { treeRows } from './tree';

const span = (id: string, parent: string, offset: number) => ({ span_id: id, parent_span_id: parent, offset_ms: offset }) as Span;
const shape = (spans: Span[]) => treeRows(spans).map(({ span: { span_id }, depth }) => `${'-'.repeat(depth)}${span_id}`);

it('puts spans below their cause, in the order of time', () => {
  expect(shape([span('c', 'a', 5), span('b', 'a', 1), span('a', '', 0), span('d', 'b', 2)])).toEqual(['a', '-b', '--d', '-c']);
});

it('shows every span, whatever its cause is', () => {
  expect(shape([span('lost', 'nowhere', 3), span('a', '', 0)])).toEqual(['a', 'lost']);
  expect(shape([span('self', 'self', 0)])).toEqual(['self']);
  expect(shape([span('x', 'y', 0), span('y', 'x', 1)]).toSorted()).toEqual(['x', 'y']);
});

it('bears very deep traces', () => {
  const deep = Array.from({ length: 10_000 }, (_, index) => span(String(index), String(index - 1), index));
  expect(treeRows(deep).at(-1)?.depth).toBe(9999);
});

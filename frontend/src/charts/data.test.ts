import { expect, it } from 'vitest';
import { bounds, pickRows, stacked, summarize } from './data';

it('stacks series upon each other and takes nothing as zero', () => {
  expect(stacked([{ name: 'a', values: [1, null, 3] }, { name: 'b', values: [10, 20, null] }])).toEqual([[1, 0, 3], [11, 20, 3]]);
});

it('summarizes what is there', () => {
  expect(summarize([null, 3, 1, null, 2, null])).toEqual({ least: 1, most: 3, last: 2 });
  expect(summarize([null])).toBeNull();
});

it('shows at most so many rows, the newest among them', () => {
  expect(pickRows(3, 100)).toEqual([2, 1, 0]);
  expect(pickRows(2000, 100)).toHaveLength(100);
  expect(pickRows(2000, 100)[0]).toBe(1999);
});

it('keeps zero on the axis and some height', () => {
  expect(bounds(null, null)).toEqual([0, 1]);
  expect(bounds(0, 0)).toEqual([0, 1]);
  expect(bounds(50, 100)).toEqual([0, 108]);
  expect(bounds(-100, -50)).toEqual([-108, 0]);
});

import { expect, it } from 'vitest';
import { moved, readWidgets, writeWidgets } from './widgets';

it('reads what it writes', () => {
  const widgets = readWidgets([{ id: 'a', title: 'CPU', type: 'bar', width: 4, height: 2, query: { metric: 'cpu', agg: 'max', by: 'host' } }]);
  expect(widgets[0]).toMatchObject({ view: 'stack', width: 4, height: 2, query: { metric: 'cpu', agg: 'max', by: 'host' } });
  expect(readWidgets(JSON.parse(JSON.stringify(writeWidgets(widgets))))).toEqual(widgets);
});

it('keeps what other clients wrote, and bears nonsense', () => {
  const foreign = { id: 'b', title: 'Old', type: 'pie', metric_query: 'SELECT average(x)', size: '2/3' };
  const [widget] = readWidgets([foreign]);
  expect(widget).toMatchObject({ width: 8, foreign });
  expect(writeWidgets(readWidgets([foreign]))[0]).toMatchObject(foreign);
  expect(readWidgets({ a: 1 })).toEqual([]);
  expect(readWidgets([null, 3, { width: 99, height: -1 }])).toMatchObject([{ width: 12, height: 2 }]);
});

it('moves widgets', () => {
  const widgets = readWidgets(['a', 'b', 'c'].map((id) => ({ id })));
  const order = (id: string, to: number) => moved(widgets, id, to).map((one) => one.id).join('');
  expect(order('a', 2)).toBe('bca');
  expect(order('c', 0)).toBe('cab');
  expect(order('b', 99)).toBe('acb');
  expect(order('x', 0)).toBe('abc');
});

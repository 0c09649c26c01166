import { expect, it } from 'vitest';
import { toChart } from './values';

const line = (labels: Record<string, string>, ...points: [second: number, value: number][]) => ({ labels, points: points.map(([second, value]) => ({ time: new Date(second * 1000).toISOString(), value })) });

it('puts lines on the same times, and joins what a line says at other times than others', () => {
  const { times, series } = toChart({ metric: 'cpu', step_seconds: 15, series: [line({ host: 'a' }, [0, 1], [60, 2], [120, 3]), line({ host: 'b' }, [30, 5], [90, 6])] });
  expect(times).toEqual([0, 30, 60, 90, 120]);
  expect(series).toEqual([{ name: 'host=a', values: [1, undefined, 2, undefined, 3] }, { name: 'host=b', values: [null, 5, undefined, 6, null] }]);
});

it('joins values that come seldom, and leaves a gap where a line was silent', () => {
  const { times, series } = toChart({ metric: 'cpu', step_seconds: 15, series: [line({}, [0, 1], [60, 2], [120, 3], [900, 4])] });
  expect(times).toEqual([0, 60, 120, 180, 900]);
  expect(series[0]?.values).toEqual([1, 2, 3, null, 4]);
});

it('names every line differently', () => {
  expect(toChart({ metric: 'cpu', step_seconds: 60, series: [line({}, [0, 1]), line({})] }).series.map(({ name }) => name)).toEqual(['cpu', 'cpu (2)']);
});

import { expect, it } from 'vitest';
import { toChart } from './values';

const at = (second: number) => new Date(second * 1000).toISOString();

it('puts lines on the same times, with gaps where a line says nothing', () => {
  const { times, series } = toChart({
    metric: 'cpu', step_seconds: 60,
    series: [{ labels: { host: 'a' }, points: [{ time: at(0), value: 1 }, { time: at(60), value: 2 }] }, { labels: { host: 'b' }, points: [{ time: at(60), value: 5 }] }],
  });
  expect(times).toEqual([0, 60]);
  expect(series).toEqual([{ name: 'host=a', values: [1, 2] }, { name: 'host=b', values: [null, 5] }]);
});

it('draws no line over a time without values, and names every line differently', () => {
  const { times, series } = toChart({ metric: 'cpu', step_seconds: 60, series: [{ labels: {}, points: [{ time: at(0), value: 1 }, { time: at(600), value: 2 }] }, { labels: {}, points: [] }] });
  expect(times).toEqual([0, 60, 600]);
  expect(series[0]).toEqual({ name: 'cpu', values: [1, null, 2] });
  expect(series[1]?.name).toBe('cpu (2)');
});

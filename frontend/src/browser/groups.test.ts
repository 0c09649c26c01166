import { expect, it } from 'vitest';
import { callsOf, errorsOf, pagesOf, pathOf } from './groups';
import { vitalStats } from './vitals';

it('brings visits of a page together, whatever its parameters, and takes the middle value', () => {
  const timestamp = '2026-05-01T12:00:00Z';
  const loads = [10, 90, 20].map((load_complete) => ({ url: `https://shop.io/cart?user=${load_complete}`, timestamp, load_complete }));
  expect(pagesOf([...loads, { url: '/cart', timestamp: '2026-05-01T13:00:00Z' }])).toEqual([{ name: '/cart', count: 4, typical: 20, bad: 0, latest: '2026-05-01T13:00:00Z' }]);
  expect(callsOf([{ url: 'https://shop.io/api', method: 'POST', timestamp, status: 503, duration_ms: 4 }])[0]).toMatchObject({ name: 'POST /api', bad: 1, typical: 4 });
  expect(errorsOf([{ timestamp }, { timestamp }])[0]).toMatchObject({ count: 2, bad: 2, typical: null });
  expect([pathOf(undefined), pathOf('http://['), pathOf('/a#b')]).toEqual(['(unknown)', 'http://[', '/a']);
});

it('says what Google says of a value', () => {
  const stats = vitalStats({ LCP: { avg: 1, p75: 4100, count: 3 }, CLS: { avg: 0, p75: 0.05, count: 2 }, INP: { avg: 1, p75: 300, count: 1 } });
  expect(stats.map(({ value, note }) => `${value} ${note ?? ''}`)).toEqual(['4.1 s poor, in 75 % of 3', '300 ms needs work, in 75 % of 1', '0.05 good, in 75 % of 2', '– not measured', '– not measured']);
});

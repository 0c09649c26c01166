import { expect, it } from 'vitest';
import { toPreviewChart } from './previewChart';

it('puts each value at its moment, and the limit beside it', () => {
  const chart = toPreviewChart({
    time_from: '2026-05-01T12:00:00Z', time_to: '2026-05-01T12:03:00Z', step_seconds: 60,
    points: [
      { time: '2026-05-01T12:01:00Z', labels: { host: 'db-1' }, value: 4, breached: false },
      { time: '2026-05-01T12:03:00Z', labels: { host: 'db-1' }, value: 9, breached: true },
      { time: '2026-05-01T12:00:00Z', labels: { host: 'db-2' }, value: 1, breached: false },
    ],
    alerts: [{ labels: { host: 'db-1' }, fired_at: '2026-05-01T12:03:00Z', resolved_at: null, value: 9 }],
  }, 5);
  expect(chart.times).toHaveLength(4);
  expect(chart.series).toEqual([
    { name: 'db-1', values: [null, 4, null, 9] }, { name: 'db-2', values: [1, null, null, null] }, { name: 'Limit', tone: 'bad', values: [5, 5, 5, 5] },
  ]);
  expect(chart.markers).toEqual([{ time: Date.parse('2026-05-01T12:03:00Z'), label: 'Would have fired: db-1' }]);
});

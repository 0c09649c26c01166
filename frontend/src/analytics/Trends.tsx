import { useMemo } from 'react';
import type { IncidentTimeline } from '../api/contract';
import { Chart } from '../charts/Chart';
import { daysOf } from '../charts/days';
import { Panel } from '../ui/Panel';
import { formatDuration } from '../ui/time';

const duration = (seconds: number) => formatDuration(seconds * 1000);

/** Day by day: how many, and how fast people were with those. */
export function Trends({ timeline: { timeline } }: { timeline: IncidentTimeline }) {
  const { times, window, counts, paces } = useMemo(() => ({
    ...daysOf(timeline),
    counts: [{ name: 'Incidents', tone: 'bad' as const, values: timeline.map(({ count }) => count) }],
    paces: [
      // Days without incidents lie between: the line goes on.
      { name: 'To acknowledge', values: timeline.map((day) => day.mean_time_to_acknowledge_seconds ?? undefined) },
      { name: 'To resolve', values: timeline.map((day) => day.mean_time_to_resolve_seconds ?? undefined) },
    ],
  }), [timeline]);
  return (
    <>
      <Panel title="Incidents by day"><Chart name="Incidents by day" kind="stack" times={times} series={counts} window={window} legend={false} /></Panel>
      <Panel title="Mean time, by the day of detection"><Chart name="Mean time by day" times={times} series={paces} window={window} format={duration} /></Panel>
    </>
  );
}

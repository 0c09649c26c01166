import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Chart } from '../charts/Chart';
import type { ChartMarker } from '../charts/data';
import type { TimeWindow } from '../time/range';
import { Loaded } from '../ui/Loaded';
import { formatMs, formatNumber, formatPercent } from '../ui/number';
import { Panel } from '../ui/Panel';
import { seriesQuery } from './queries';
import styles from './ServicePage.module.css';

interface Props {
  name: string;
  window: TimeWindow;
  markers: readonly ChartMarker[];
  onZoom?: (window: TimeWindow) => void;
}

const perMinute = (value: number) => `${formatNumber(value)}/min`;

function step(points: readonly { timestamp: string }[]): number {
  const [first, second] = points;
  return first === undefined || second === undefined ? 0 : Date.parse(second.timestamp) - Date.parse(first.timestamp);
}

/** Rate, errors and duration of a service over time, with its deployments. */
export function ServiceCharts({ name, window, markers, onZoom }: Props) {
  const query = useQuery(seriesQuery(name, window));
  const points = query.data;
  const charts = useMemo(() => {
    const pick = (value: (point: NonNullable<typeof points>[number]) => number | null) => (points ?? []).map(value);
    return {
      times: pick((point) => Date.parse(point.timestamp) / 1000) as number[],
      // A step that is not over yet would look like a drop.
      rate: [{ name: 'Requests', values: pick((point) => (Date.parse(point.timestamp) + step(points ?? []) > window.to ? null : point.throughput_rpm)) }],
      // Where nothing was asked, there is no duration and no share of errors.
      errors: [{ name: 'Errors', tone: 'bad' as const, values: pick((point) => (point.count === 0 ? null : point.error_rate_percent)) }],
      durations: [
        { name: 'Average', values: pick((point) => (point.count === 0 ? null : point.avg_ms)) },
        { name: '95 % below', values: pick((point) => (point.count === 0 ? null : point.p95_ms)) },
      ],
    };
  }, [points, window.to]);
  const shared = { times: charts.times, window, markers, ...(onZoom && { onZoom }) };
  return (
    <Loaded query={query} what="The course of the service">
      {() => (
        <div className={styles.charts}>
          <Panel title="Requests per minute"><Chart {...shared} name={`Requests per minute of ${name}`} series={charts.rate} format={perMinute} /></Panel>
          <Panel title="Failed requests"><Chart {...shared} name={`Failed requests of ${name}`} series={charts.errors} format={formatPercent} /></Panel>
          <Panel title="Duration"><Chart {...shared} name={`Duration of requests of ${name}`} series={charts.durations} format={formatMs} /></Panel>
        </div>
      )}
    </Loaded>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MetricValues } from '../api/contract';
import { Chart } from '../charts/Chart';
import { summarize, type ChartKind } from '../charts/data';
import type { TimeWindow } from '../time/range';
import { Loaded } from '../ui/Loaded';
import { formatUnit } from '../ui/number';
import styles from './MetricsPage.module.css';
import { metricQuery } from './queries';
import { describeQuery, type MetricSearch } from './search';
import { toChart } from './values';

export type MetricView = ChartKind | 'figure';

interface Props {
  query: MetricSearch;
  window: TimeWindow;
  view?: MetricView;
  height?: number;
  onZoom?: (window: TimeWindow) => void;
}

/** A metric as people chose to see it. */
export function MetricChart({ query, window, view = 'line', height = 260, onZoom }: Props) {
  const values = useQuery(metricQuery(query, window));
  return (
    <Loaded query={values} what="The metric">
      {(data) => data.series.length === 0 ? <p className={styles.none}>No values in this time.</p> : (
        <>
          <Lines data={data} name={describeQuery(query)} window={window} view={view} height={height} {...(onZoom && { onZoom })} />
          {data.truncated && <p className={styles.none}>The first {data.series.length} lines are shown: there are more.</p>}
        </>
      )}
    </Loaded>
  );
}

function Lines({ data, name, window, view, height, onZoom }: { data: MetricValues; name: string; window: TimeWindow; view: MetricView; height: number; onZoom?: (window: TimeWindow) => void }) {
  const chart = useMemo(() => toChart(data), [data]);
  const format = useMemo(() => (data.aggregation === 'rate' ? (value: number) => `${formatUnit(data.unit)(value)}/s` : data.aggregation === 'count' ? formatUnit('') : formatUnit(data.unit)), [data.unit, data.aggregation]);
  if (view === 'figure') {
    return (
      <ul className={styles.figures}>
        {chart.series.slice(0, 6).map((series) => {
          const summary = summarize(series.values);
          return <li key={series.name}><span className={styles.figure}>{summary === null ? '–' : format(summary.last)}</span><span className={styles.none}>{series.name}</span></li>;
        })}
      </ul>
    );
  }
  return <Chart name={name} kind={view} height={height} times={chart.times} series={chart.series} window={window} format={format} {...(onZoom && { onZoom })} />;
}

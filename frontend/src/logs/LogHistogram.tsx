import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LogHistogram as Histogram } from '../api/contract';
import { Chart } from '../charts/Chart';
import type { TimeWindow } from '../time/range';
import { formatCount } from '../ui/number';
import { Loaded } from '../ui/Loaded';
import { levels } from './search';
import { levelViews } from './levels';
import styles from './LogsPage.module.css';

interface Props {
  query: UseQueryResult<Histogram>;
  window: TimeWindow;
  onZoom: (window: TimeWindow) => void;
}

/** How many lines there were over time. A drag chooses a time. */
export function LogHistogram({ query, window, onZoom }: Props) {
  return (
    <div className={styles.histogram}>
      <Loaded query={query} what="The number of lines">
        {(data) => <Bars data={data} window={window} onZoom={onZoom} />}
      </Loaded>
    </div>
  );
}

function Bars({ data, window, onZoom }: { data: Histogram; window: TimeWindow; onZoom: (window: TimeWindow) => void }) {
  const { times, series } = useMemo(() => ({
    times: data.buckets.map((bucket) => Date.parse(bucket.timestamp) / 1000),
    series: levels
      .filter((level) => data.buckets.some((bucket) => (bucket.by_level[level] ?? 0) > 0))
      .map((level) => ({ name: levelViews[level].label, tone: levelViews[level].chart, values: data.buckets.map((bucket) => bucket.by_level[level] ?? 0) })),
  }), [data]);
  return (
    <>
      <Chart name="Lines over time" kind="stack" height={110} times={times} series={series} window={window} format={formatCount} onZoom={onZoom} />
      {data.counted_from != null && <p className={styles.end}>There are too many lines to count all: the count begins at {new Date(data.counted_from).toLocaleString()}.</p>}
    </>
  );
}

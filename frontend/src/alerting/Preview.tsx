import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Chart } from '../charts/Chart';
import { formatTime } from '../logs/LogRow';
import { Failure } from '../ui/Failure';
import list from '../ui/List.module.css';
import { Panel } from '../ui/Panel';
import { Select } from '../ui/Select';
import { formatDuration } from '../ui/time';
import { formatOf } from './condition';
import styles from './ConditionForm.module.css';
import { inputOf, isJudgeable, type Draft } from './draft';
import { nameOfSeries, toPreviewChart } from './previewChart';
import { previewQuery } from './queries';

const spans = [['6', 'Last 6 hours'], ['24', 'Last day'], ['72', 'Last 3 days'], ['168', 'Last week']] as const;
const pauseMs = 700;
const mostNamed = 8;

/** What the condition would have found: the values against the limit, and the alerts that would have fired. */
export function Preview({ draft }: { draft: Draft }) {
  const [hours, setHours] = useState<(typeof spans)[number][0]>('24');
  const settled = useSettled(JSON.stringify(inputOf({ ...draft, name: 'Preview', severity: 'warning', enabled: true })));
  const input = useMemo(() => JSON.parse(settled) as ReturnType<typeof inputOf>, [settled]);
  const { data, error, isFetching } = useQuery({ ...previewQuery(input, Number(hours)), enabled: isJudgeable(draft), placeholderData: keepPreviousData });
  const chart = useMemo(() => (data === undefined ? null : toPreviewChart(data, input.threshold)), [data, input.threshold]);
  const format = formatOf(input.signal, input.metric_name);
  return (
    <Panel title="On the project’s history" action={<Select compact label="How far back" value={hours} options={spans} onChange={setHours} />}>
      <div className={styles.preview} aria-busy={isFetching}>
        <Failure title="It could not be tried out" error={error} />
        {chart === null ? error === null && <p className={styles.wait} role="status">{isJudgeable(draft) ? 'Looking…' : 'Say what is watched, and the limit.'}</p>
          : chart.isEmpty ? <p className={styles.wait} role="status">There were no such values in this time.</p>
          : <Chart name="Values against the limit" times={chart.times} series={chart.series} window={chart.window} markers={chart.markers} format={format} height={220} />}
        {data !== undefined && chart?.isEmpty === false && (
          <p role="status">{data.alerts.length === 0 ? 'It would not have fired.' : `It would have fired ${data.alerts.length === 1 ? 'once' : `${data.alerts.length} times`}.`}</p>
        )}
        {data !== undefined && data.alerts.length > 0 && (
          <ul className={list.facts} aria-label="Alerts that would have fired">
            {data.alerts.slice(-mostNamed).map((alert) => (
              <li key={`${alert.fired_at} ${nameOfSeries(alert.labels)}`}>
                {formatTime(alert.fired_at)}: {Object.keys(alert.labels).length > 0 && `${nameOfSeries(alert.labels)} `}{format(alert.value)},{' '}
                {alert.resolved_at === null ? 'still going on' : `for ${formatDuration(Date.parse(alert.resolved_at) - Date.parse(alert.fired_at))}`}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

/** The value once nobody has typed for a moment: a preview asks for 240 moments. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), pauseMs);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

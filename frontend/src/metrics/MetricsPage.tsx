import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { MetricName } from '../api/contract';
import { AddToDashboard } from '../dashboards/AddToDashboard';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { serviceNamesQuery } from '../traces/queries';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { SearchBox } from '../ui/SearchBox';
import { Select } from '../ui/Select';
import { VirtualList } from '../ui/VirtualList';
import { MetricChart } from './MetricChart';
import styles from './MetricsPage.module.css';
import { metricLabelsQuery, metricNamesQuery } from './queries';
import { aggregations, describeQuery, usualAggregation, type Aggregation, type MetricSearch } from './search';

/** Every metric of the project, to look at in any way. */
export function MetricsPage({ search }: { search: MetricSearch }) {
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const box = useRef<HTMLInputElement>(null);
  const { window, zoom } = useRange();
  const [text, setText] = useState('');
  const [isAdding, setIsAdding] = useState(false);
  const names = useQuery(metricNamesQuery(text));
  const change = (next: MetricSearch) => void navigate({ to: '/metrics', search: { ...search, ...next }, replace: search.metric === next.metric });
  useShortcuts({ 'r': refreshNow, '/': () => box.current?.focus() });
  const isEmpty = text === '' && names.data?.length === 0;
  return (
    <Page title="Metrics" intro="Every metric that was sent, to look at in any way." actions={<RangePicker />}>
      {isEmpty ? (
        <Empty icon="chart" title="No metrics yet">
          <p>Send metrics with OpenTelemetry to <code>/v1/metrics</code>, or let Prometheus write to <code>/api/v1/prom/write</code>, with an <Link to="/settings/api-keys">API key</Link>.</p>
        </Empty>
      ) : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <SearchBox label="Search metrics" placeholder="Part of a name" value={text} box={box} onSearch={setText} />
            <Loaded query={names} what="The metrics">
              {(data) => data.length === 0 ? <p className={styles.none}>No metric has this in its name.</p> : (
                <VirtualList label="Metrics" className={styles.names} items={data} keyOf={({ name }) => name} rowHeight={52} row={(metric, tabIndex) => (
                  <NameRow metric={metric} tabIndex={tabIndex} isChosen={metric.name === search.metric}
                    onChoose={() => change({ metric: metric.name, agg: usualAggregation(metric.type), by: undefined, service: undefined })} />
                )} />
              )}
            </Loaded>
          </div>
          {search.metric === undefined ? <p className={styles.none}>Choose a metric from the list.</p> : (
            <Panel title={search.metric} action={mayWrite && <Button onClick={() => setIsAdding(true)}><Icon name="plus" size={16} />Add to a dashboard</Button>}>
              <p className={styles.none}>{names.data?.find(({ name }) => name === search.metric)?.description}</p>
              <QueryFields search={search} onChange={change} />
              <MetricChart query={search} window={window} onZoom={zoom} />
              <AddToDashboard open={isAdding} onOpenChange={setIsAdding} title={describeQuery(search)} query={search} />
            </Panel>
          )}
        </div>
      )}
    </Page>
  );
}

function NameRow({ metric, tabIndex, isChosen, onChoose }: { metric: MetricName; tabIndex: 0 | -1; isChosen: boolean; onChoose: () => void }) {
  return (
    <button type="button" className={styles.name} tabIndex={tabIndex} aria-current={isChosen || undefined} onClick={onChoose}>
      <span className={styles.metric}>{metric.name}</span>
      <span className={styles.none}>{metric.type}{metric.unit !== '' && `, ${metric.unit}`} · {metric.series} series</span>
    </button>
  );
}

/** How the values of a metric are put together. */
export function QueryFields({ search, onChange }: { search: MetricSearch; onChange: (next: MetricSearch) => void }) {
  const { data: labels } = useQuery({ ...metricLabelsQuery(search.metric ?? ''), enabled: search.metric !== undefined });
  const { data: services } = useQuery(serviceNamesQuery);
  const groups = [['', 'Everything together'], ...(labels ?? []).map(({ label, values }) => [label, `${label} (${values})`] as const), ['*', 'Each series']] as const;
  const by = search.by ?? '';
  return (
    <div className={styles.fields}>
      <Select<Aggregation> label="Value" value={search.agg ?? 'avg'} options={aggregations.map((name) => [name, name] as const)} onChange={(agg) => onChange({ agg })} />
      <Select label="By" value={by} options={groups.some(([value]) => value === by) ? groups : [...groups, [by, by] as const]} onChange={(next) => onChange({ by: next === '' ? undefined : next })} />
      <Select label="Service" value={search.service ?? ''} options={[['', 'All services'], ...(services ?? []).map((name) => [name, name] as const)]} onChange={(service) => onChange({ service: service === '' ? undefined : service })} />
    </div>
  );
}

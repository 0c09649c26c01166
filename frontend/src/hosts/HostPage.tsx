import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ApiError } from '../api/error';
import { Chart } from '../charts/Chart';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { BackLink } from '../ui/BackLink';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatPercent } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Stats } from '../ui/Stats';
import styles from './HostPage.module.css';
import { Parts } from './Parts';
import { hostQuery, hostSeriesQuery } from './queries';

/** One machine over time, and what runs on it. */
export function HostPage({ name }: { name: string }) {
  const { window, zoom } = useRange();
  const host = useQuery(hostQuery(name, window));
  const series = useQuery(hostSeriesQuery(name, window));
  useShortcuts({ r: refreshNow });
  const points = series.data;
  const charts = useMemo(() => {
    const pick = (value: (point: NonNullable<typeof points>[number]) => number | null) => (points ?? []).map((point) => (point.samples === 0 ? null : value(point)));
    return {
      times: (points ?? []).map(({ timestamp }) => Date.parse(timestamp) / 1000),
      cpu: [{ name: 'Average', values: pick((point) => point.cpu_percent) }, { name: 'Peak', values: pick((point) => point.cpu_max) }],
      memory: [{ name: 'Average', values: pick((point) => point.memory_percent) }, { name: 'Peak', values: pick((point) => point.memory_max) }],
      disk: [{ name: 'Used', values: pick((point) => point.disk_percent) }],
    };
  }, [points]);
  const shared = { times: charts.times, window, format: formatPercent, onZoom: zoom };
  const isGone = host.error instanceof ApiError && host.error.status === 404;
  return (
    <Page title={name} inOrder actions={<RangePicker />} intro={<BackLink to="/hosts">Hosts</BackLink>}>
      {isGone ? <Empty icon="server" title="There is no such host in this project"><p>It may belong to another project, or have been silent for long. <Link to="/hosts" search={{ range: '30d' }}>Hosts of the last 30 days</Link></p></Empty> : (
        <>
          <Loaded query={host} what="The host">
            {({ latest_metrics: sample }) => (
              <Stats label="Latest sample" stats={[
                { name: 'Processor', value: formatPercent(sample.cpu_percent), tone: sample.cpu_percent >= 90 ? 'bad' : 'neutral' },
                { name: 'Memory', value: formatPercent(sample.memory_percent), tone: sample.memory_percent >= 90 ? 'bad' : 'neutral' },
                { name: 'Disk', value: sample.disk_percent == null ? '–' : formatPercent(sample.disk_percent), tone: (sample.disk_percent ?? 0) >= 90 ? 'bad' : 'neutral' },
                { name: 'Sampled', value: new Date(sample.timestamp).toLocaleTimeString(), note: new Date(sample.timestamp).toLocaleDateString() },
              ]} />
            )}
          </Loaded>
          <Loaded query={series} what="The course of the host">
            {() => (
              <div className={styles.charts}>
                <Panel title="Processor"><Chart {...shared} name={`Processor of ${name}`} series={charts.cpu} /></Panel>
                <Panel title="Memory"><Chart {...shared} name={`Memory of ${name}`} series={charts.memory} /></Panel>
                <Panel title="Disk"><Chart {...shared} name={`Disk of ${name}`} series={charts.disk} /></Panel>
              </div>
            )}
          </Loaded>
          {host.data !== undefined && <Parts processes={host.data.processes} containers={host.data.containers} />}
        </>
      )}
    </Page>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ApiError } from '../api/error';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { BackLink } from '../ui/BackLink';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatCount, formatMs, formatNumber, formatPercent } from '../ui/number';
import { Page } from '../ui/Page';
import { Stats } from '../ui/Stats';
import { Deployments } from './Deployments';
import { Endpoints } from './Endpoints';
import { deploymentsQuery, figuresQuery } from './queries';
import { ServiceCharts } from './ServiceCharts';
import { ServiceErrors } from './ServiceErrors';
import styles from './ServicePage.module.css';
import { Transactions } from './Transactions';

/** One service: how it answers, what changed, what fails, and the way to its logs and traces. */
export function ServicePage({ name }: { name: string }) {
  const { window, zoom } = useRange();
  const figures = useQuery(figuresQuery(name, window));
  const deployments = useQuery(deploymentsQuery(window, name));
  useShortcuts({ r: refreshNow });
  const markers = useMemo(() => (deployments.data ?? []).map(({ started_at, version }) => ({ time: Date.parse(started_at), label: `Deployment of ${version}` })), [deployments.data]);
  const isUnknown = figures.error instanceof ApiError && figures.error.status === 404;
  return (
    <Page title={name} inOrder actions={<RangePicker />} intro={(
      <span className={styles.links}>
        <BackLink to="/services">Services</BackLink>
        <Link to="/logs" search={{ service: name }}>Logs</Link>
        <Link to="/traces" search={{ service: name }}>Traces</Link>
        <Link to="/errors" search={{ service: name }}>Errors</Link>
      </span>
    )}>
      {isUnknown ? (
        <Empty icon="services" title="This service has answered no request yet">
          <p>It may have <Link to="/logs" search={{ service: name }}>logs</Link>, or belong to another project.</p>
        </Empty>
      ) : (
        <Loaded query={figures} what="The figures of the service">
          {(data) => {
            const isIdle = data.total_transactions === 0;
            return (
              <Stats label="Figures" stats={[
                { name: 'Requests', value: `${formatNumber(data.throughput_rpm)}/min`, note: `${formatCount(data.total_transactions)} in all` },
                { name: 'Errors', value: isIdle ? '–' : formatPercent(data.error_rate_percent), note: isIdle ? 'no requests' : `${formatPercent(data.failure_rate_percent)} by the server`, tone: data.error_rate_percent >= 5 ? 'bad' : data.error_rate_percent >= 1 ? 'warn' : 'neutral' },
                { name: 'Half below', value: isIdle ? '–' : formatMs(data.p50_ms), note: isIdle ? '' : `average ${formatMs(data.avg_response_time_ms)}` },
                { name: '95 % below', value: isIdle ? '–' : formatMs(data.p95_ms), note: isIdle ? '' : `99 % below ${formatMs(data.p99_ms)}` },
                { name: 'Apdex', value: isIdle ? '–' : data.apdex.toFixed(2), note: '1 is best', tone: isIdle ? 'neutral' : data.apdex < 0.5 ? 'bad' : data.apdex < 0.85 ? 'warn' : 'neutral' },
              ]} />
            );
          }}
        </Loaded>
      )}
      {!isUnknown && <ServiceCharts name={name} window={window} markers={markers} onZoom={zoom} />}
      {!isUnknown && <Endpoints name={name} window={window} />}
      {!isUnknown && <Transactions name={name} window={window} />}
      <div className={styles.columns}>
        <Deployments query={deployments} />
        <ServiceErrors name={name} window={window} />
      </div>
    </Page>
  );
}

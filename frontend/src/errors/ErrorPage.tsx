import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ErrorDetail } from '../api/contract';
import { ApiError } from '../api/error';
import { Chart } from '../charts/Chart';
import { useMayWrite } from '../session/useMayWrite';
import { Ago } from '../ui/Ago';
import { BackLink } from '../ui/BackLink';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatCount } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Stats } from '../ui/Stats';
import styles from './ErrorPage.module.css';
import { bucketsOf } from './buckets';
import { Occurrences } from './Occurrences';
import { errorQuery } from './queries';
import { Triage } from './Triage';
import { statusView } from './views';

/** One kind of error: how often, since when, where in the code, and who takes care of it. */
export function ErrorPage({ fingerprint }: { fingerprint: string }) {
  const query = useQuery(errorQuery(fingerprint));
  const isGone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  return (
    <Page title={query.data?.error_class ?? 'Error'} intro={<BackLink to="/errors">Errors</BackLink>}>
      {isGone ? (
        <Empty icon="bug" title="There is no such error in this project"><p>It may belong to another project, or its time to be kept is over.</p></Empty>
      ) : <Loaded query={query} what="The error">{(group) => <Details group={group} />}</Loaded>}
    </Page>
  );
}

function Details({ group }: { group: ErrorDetail }) {
  const mayWrite = useMayWrite();
  const { window, times, series } = useMemo(() => bucketsOf(group.occurrences.map(({ timestamp }) => Date.parse(timestamp))), [group]);
  const { label, tone } = statusView(group.status);
  return (
    <>
      <p className={styles.message}>{group.message}</p>
      <Stats label="Figures" stats={[
        { name: 'State', value: label, note: group.regressed === true ? 'came back after it was resolved' : group.assignee ?? 'nobody assigned', tone: tone === 'bad' ? 'bad' : 'neutral' },
        { name: 'Happened', value: `${formatCount(group.occurrence_count)} ×`, note: `in ${group.service_name}` },
        { name: 'First', value: new Date(group.first_seen).toLocaleDateString(), note: new Date(group.first_seen).toLocaleTimeString() },
        { name: 'Last', value: new Date(group.last_seen).toLocaleDateString(), note: new Date(group.last_seen).toLocaleTimeString() },
      ]} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {group.occurrences.length > 0 && (
            <Panel title={group.occurrences.length < group.occurrence_count ? `The last ${group.occurrences.length} over time` : 'Over time'}>
              <Chart name="Occurrences" kind="stack" height={110} legend={false} times={times} series={series} window={window} format={formatCount} />
            </Panel>
          )}
          {group.stack_trace != null && group.stack_trace !== '' && (
            <Panel title="Stack trace of the last one"><pre className={styles.stack} tabIndex={0} aria-label="Stack trace">{group.stack_trace}</pre></Panel>
          )}
          <Occurrences occurrences={group.occurrences} />
        </div>
        <div className={styles.column}>
          <Triage key={`${group.status} ${group.assignee ?? ''} ${group.notes ?? ''}`} group={group} mayWrite={mayWrite} />
          <Panel title="More">
            <ul className={styles.links}>
              <li><Link to="/services/$serviceName" params={{ serviceName: group.service_name }}>Service {group.service_name}</Link></li>
              <li><Link to="/logs" search={{ service: group.service_name, level: 'ERROR' }}>Its error logs</Link></li>
              <li><Link to="/traces" search={{ service: group.service_name, status: 'error' }}>Its traces with errors</Link></li>
            </ul>
            <p className={styles.note}>Came back {formatCount(group.regressions)} times{group.resolved_at != null && <>, resolved <Ago at={group.resolved_at} /></>}.</p>
          </Panel>
        </div>
      </div>
    </>
  );
}

import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { AlertingPage } from '../alerting/AlertingPage';
import { firedAlertsQuery } from '../alerting/queries';
import { alertsQuery, type AlertStatus } from '../integrations/queries';
import { useProject } from '../session/useProject';
import { useShortcuts } from '../shell/useShortcuts';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Pending } from '../ui/Pending';
import { Select } from '../ui/Select';
import { AlertRow } from './AlertRow';
import { ofCondition, ofSystem, together, type AnyAlert } from './anyAlert';
import { readAlertSearch, type AlertSearch, type AlertSource } from './search';

const statuses = [['all', 'All states'], ['firing', 'Firing'], ['resolved', 'Resolved']] as const;
const sources = [['all', 'All sources'], ['conditions', 'Own conditions'], ['systems', 'Monitoring systems']] as const;
const step = 100;

/** What the services give at once. */
const mostRead = 500;

/** What fires and what did: found by the project's own conditions, or reported by its monitoring systems. */
export function AlertsPage({ search }: { search: AlertSearch }) {
  const context = useProject();
  const navigate = useNavigate();
  const [most, setMost] = useState(step);
  const systems = useQuery({ ...alertsQuery(context?.project.id ?? '', search.status, most), enabled: context !== null && search.source !== 'conditions' });
  const conditions = useQuery({ ...firedAlertsQuery(search.status, most), enabled: search.source !== 'systems' });
  useShortcuts({ r: () => void Promise.all([systems.refetch(), conditions.refetch()]) });
  const show = (part: { status?: AlertStatus | 'all'; source?: AlertSource | 'all' }) => void navigate({ to: '/alerts', search: readAlertSearch({ ...search, ...part }), replace: true });
  const isFull = [search.source === 'conditions' ? undefined : systems.data, search.source === 'systems' || search.status === 'firing' ? undefined : conditions.data].some((found) => (found?.length ?? 0) >= most);
  const parts = [search.source === 'conditions' ? [] : systems.data?.map(ofSystem), search.source === 'systems' ? [] : conditions.data?.map(ofCondition)] as const;
  return (
    <AlertingPage title="Alerts" intro="What fires and what did, the newest first." actions={(
      <>
        <Select compact label="Status" value={search.status ?? 'all'} options={statuses} onChange={(status) => show({ status })} />
        <Select compact label="Source" value={search.source ?? 'all'} options={sources} onChange={(source) => show({ source })} />
      </>
    )}>
      {search.source !== 'conditions' && <Problem query={systems} what="The alerts of monitoring systems" />}
      {search.source !== 'systems' && <Problem query={conditions} what="The alerts of conditions" />}
      {parts[0] === undefined && parts[1] === undefined ? (systems.error === null || conditions.error === null) && <Pending />
        : <Rows alerts={together(parts[0] ?? [], parts[1] ?? [])} isComplete={parts[0] !== undefined && parts[1] !== undefined} search={search} />}
      {isFull && (most < mostRead
        ? <Button busy={systems.isPlaceholderData || conditions.isPlaceholderData} onClick={() => setMost(Math.min(most + step, mostRead))}>Show more alerts</Button>
        : <p>The newest {mostRead} of each source are shown. State and source show others.</p>)}
    </AlertingPage>
  );
}

/** Why one of the two sources could not be read; the other one is shown all the same. */
function Problem<T>({ query, what }: { query: UseQueryResult<T>; what: string }) {
  return query.error === null ? null : <Loaded query={query} what={what}>{() => null}</Loaded>;
}

function Rows({ alerts, isComplete, search }: { alerts: AnyAlert[]; isComplete: boolean; search: AlertSearch }) {
  if (alerts.length > 0) return <ul className={list.list} aria-label="Alerts">{alerts.map((alert) => <AlertRow key={alert.key} alert={alert} />)}</ul>;
  if (!isComplete) return null;
  return (
    <Empty icon="check" title={search.status === 'firing' ? 'Nothing is firing' : 'No alerts'}>
      <p>Alerts come from <Link to="/alerts/conditions">conditions</Link> on the project’s own data, and from <Link to="/settings/integrations">connected monitoring systems</Link>.</p>
    </Empty>
  );
}

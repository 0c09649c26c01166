import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Alert } from '../api/contract';
import { alertsQuery, type AlertStatus } from '../integrations/queries';
import { useProject } from '../session/useProject';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Empty } from '../ui/Empty';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Select } from '../ui/Select';
import { readAlertSearch, type AlertSearch } from './search';

const options = [['all', 'All alerts'], ['firing', 'Firing'], ['resolved', 'Resolved']] as const;

/** What the connected monitoring systems reported, the newest first. */
export function AlertsPage({ search }: { search: AlertSearch }) {
  const context = useProject();
  const navigate = useNavigate();
  const alerts = useQuery({ ...alertsQuery(context?.project.id ?? '', search.status), enabled: context !== null });
  if (context === null) return null;
  const show = (status: AlertStatus | 'all') => void navigate({ to: '/alerts', search: readAlertSearch({ status }), replace: true });
  return (
    <Page title="Alerts" intro="What the connected monitoring systems reported." actions={<Select compact label="Status" value={search.status ?? 'all'} options={options} onChange={show} />}>
      <Loaded query={alerts} what="The alerts">
        {(data) => data.length === 0 ? (
          <Empty icon="check" title={search.status === 'firing' ? 'Nothing is firing' : 'No alerts'}>
            <p>Alerts come from <Link to="/settings/integrations">connected monitoring systems</Link>.</p>
          </Empty>
        ) : <ul className={list.list} aria-label="Alerts">{data.map((alert) => <AlertRow key={alert.id} alert={alert} />)}</ul>}
      </Loaded>
    </Page>
  );
}

function AlertRow({ alert }: { alert: Alert }) {
  const isFiring = alert.status === 'firing';
  return (
    <li className={list.row}>
      <Badge tone={isFiring ? 'bad' : 'good'} icon={isFiring ? 'alert' : 'check'}>{alert.status_display}</Badge>
      <div className={list.what}>
        <h2 className={list.name}>{alert.alert_name}</h2>
        {alert.summary !== '' && <p>{alert.summary}</p>}
        <p className={list.facts}>
          {alert.severity_display} · {alert.integration_name} · since <Ago at={alert.starts_at} />
          {alert.notices > 1 && ` · reported ${alert.notices} times`}
        </p>
      </div>
      {alert.incident_id !== null && (
        <Link to="/incidents/$incidentId" params={{ incidentId: alert.incident_id }}>Incident<span className="visually-hidden"> of {alert.alert_name}</span></Link>
      )}
    </li>
  );
}

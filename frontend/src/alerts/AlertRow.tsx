import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { severityView } from '../alerting/condition';
import { acknowledge, alertingKeys } from '../alerting/queries';
import { useMayWrite } from '../session/useMayWrite';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import list from '../ui/List.module.css';
import type { AnyAlert } from './anyAlert';

export function AlertRow({ alert }: { alert: AnyAlert }) {
  const client = useQueryClient();
  const mayWrite = useMayWrite();
  const taking = useMutation({ mutationFn: () => acknowledge(alert.id), onSettled: () => client.invalidateQueries({ queryKey: alertingKeys.fired }) });
  const { label } = severityView(alert.severity);
  return (
    <li className={list.row}>
      <Badge tone={alert.isFiring ? 'bad' : 'good'} icon={alert.isFiring ? 'alert' : 'check'}>{alert.isFiring ? 'Firing' : 'Resolved'}</Badge>
      <div className={list.what}>
        <h2 className={list.name}>{alert.name}</h2>
        {alert.text !== '' && <p>{alert.text}</p>}
        <p className={list.facts}>
          {label} · {'system' in alert.from ? alert.from.system : <Link to="/alerts/conditions/$conditionId" params={{ conditionId: alert.from.conditionId }}>condition</Link>}
          {' · '}since <Ago at={alert.since} />{alert.until !== null && <>, over <Ago at={alert.until} /></>}
          {'system' in alert.from && alert.from.notices > 1 && ` · reported ${alert.from.notices} times`}
          {alert.muted && ' · muted: nobody was told'}
          {alert.acknowledgedBy != null && ` · taken by ${alert.acknowledgedBy}`}
        </p>
        <Failure title="The alert was not acknowledged" error={taking.error} />
      </div>
      {mayWrite && alert.isFiring && alert.acknowledgedBy === null && (
        <Button busy={taking.isPending} onClick={() => taking.mutate()}>Acknowledge<span className="visually-hidden"> {alert.name}</span></Button>
      )}
      {alert.incidentId !== null && (
        <Link to="/incidents/$incidentId" params={{ incidentId: alert.incidentId }}>Incident<span className="visually-hidden"> of {alert.name}</span></Link>
      )}
    </li>
  );
}

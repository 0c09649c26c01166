import { Link } from '@tanstack/react-router';
import type { Incident } from '../api/contract';
import { Ago } from '../ui/Ago';
import { formatDuration } from '../ui/time';
import { useNow } from '../ui/useNow';
import { SeverityBadge, StateBadge } from './badges';
import styles from './IncidentTable.module.css';
import { isOver } from './search';

export function IncidentTable({ incidents, isOld }: { incidents: Incident[]; isOld: boolean }) {
  return (
    <ul className={styles.list} aria-label="Incidents" aria-busy={isOld} data-old={isOld || undefined}>
      {incidents.map((incident) => <IncidentRow key={incident.id} incident={incident} />)}
    </ul>
  );
}

function IncidentRow({ incident }: { incident: Incident }) {
  return (
    <li className={styles.row} data-severity={incident.severity} data-over={isOver(incident.state) || undefined}>
      <span className={styles.severity}><SeverityBadge severity={incident.severity} /></span>
      <div className={styles.what}>
        <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }} className={styles.title}>{incident.title}</Link>
        <p className={styles.facts}>
          <span>{incident.service_name}</span>
          <span><Ago at={incident.detected_at} /></span>
          <span>{incident.assignee_name ?? 'Nobody assigned'}</span>
        </p>
      </div>
      <p className={styles.lasting}><Lasting incident={incident} /></p>
      <span className={styles.state}><StateBadge state={incident.state} /></span>
    </li>
  );
}

/** How long it has lasted, or did. */
function Lasting({ incident }: { incident: Incident }) {
  const now = useNow(incident.resolved_at == null);
  const from = Date.parse(incident.detected_at);
  return incident.resolved_at == null
    ? <><span className="visually-hidden">Lasting for </span>{formatDuration(now - from)}</>
    : <><span className="visually-hidden">Lasted </span>{formatDuration(Date.parse(incident.resolved_at) - from)}</>;
}

/** Holds the place of the list while it is on its way, so that nothing jumps. */
export function IncidentListSkeleton() {
  return (
    <div role="status">
      <span className="visually-hidden">Loading the incidents…</span>
      <ul className={styles.list} aria-hidden="true">
        {Array.from({ length: 6 }, (_, index) => <li key={index} className={styles.row}><span className={styles.bone} /></li>)}
      </ul>
    </div>
  );
}

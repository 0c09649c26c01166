import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { statisticsQuery } from '../incidents/queries';
import { unresolved } from '../incidents/search';
import { statusQuery, troubled } from '../status/status';
import { Icon, type IconName } from '../ui/Icon';
import styles from './Navigation.module.css';

const backgroundPollMs = 30_000;

/** Grouped by task. A page gets its link here when it exists. */
export function Navigation({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const { data } = useQuery({ ...statusQuery, refetchInterval: backgroundPollMs });
  const { data: incidents } = useQuery(statisticsQuery);
  const open = incidents === undefined ? 0 : unresolved.reduce((sum, state) => sum + (incidents.by_state[state] ?? 0), 0);
  const problems = data === undefined ? 0 : troubled(data).length;
  return (
    <nav aria-label="Main" className={styles.groups}>
      <Group title="Respond">
        <Entry to="/incidents" icon="flame" label="Incidents" count={open} note="unresolved" onNavigate={onNavigate} />
        <Entry to="/alerts" icon="bell" label="Alerts" onNavigate={onNavigate} />
      </Group>
      <Group title="Observe">
        <Entry to="/services" icon="services" label="Services" onNavigate={onNavigate} />
        <Entry to="/service-map" icon="map" label="Service map" onNavigate={onNavigate} />
        <Entry to="/logs" icon="lines" label="Logs" onNavigate={onNavigate} />
        <Entry to="/traces" icon="trace" label="Traces" onNavigate={onNavigate} />
        <Entry to="/errors" icon="bug" label="Errors" onNavigate={onNavigate} />
        <Entry to="/hosts" icon="server" label="Hosts" onNavigate={onNavigate} />
        <Entry to="/status" icon="activity" label="Service status" count={problems} note="need attention" onNavigate={onNavigate} />
      </Group>
      <Group title="Configure">
        <Entry to="/settings/project" icon="folder" label="Project" onNavigate={onNavigate} />
        <Entry to="/settings/members" icon="person" label="Members" onNavigate={onNavigate} />
        <Entry to="/settings/integrations" icon="plug" label="Integrations" onNavigate={onNavigate} />
        <Entry to="/settings/api-keys" icon="key" label="API keys" onNavigate={onNavigate} />
      </Group>
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <div>
      <h2 className={styles.group} id={id}>{title}</h2>
      <ul aria-labelledby={id}>{children}</ul>
    </div>
  );
}

interface EntryProps {
  to: '/services' | '/service-map' | '/logs' | '/traces' | '/errors' | '/hosts' | '/incidents' | '/alerts' | '/settings/integrations' | '/status' | '/settings/project' | '/settings/members' | '/settings/api-keys';
  icon: IconName;
  label: string;
  count?: number;
  /** What is counted. */
  note?: string;
  onNavigate: (() => void) | undefined;
}

function Entry({ to, icon, label, count = 0, note, onNavigate }: EntryProps) {
  return (
    <li>
      <Link to={to} className={styles.link} {...(onNavigate && { onClick: onNavigate })}>
        <Icon name={icon} />
        {label}
        {count > 0 && <span className={styles.badge}>{count}<span className="visually-hidden"> {note}</span></span>}
      </Link>
    </li>
  );
}

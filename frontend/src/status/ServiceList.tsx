import { useId } from 'react';
import type { ServiceHealth, ServiceState } from '../api/contract';
import { Icon, type IconName } from '../ui/Icon';
import { CheckStrip } from './CheckStrip';
import { purposes } from './purposes';
import styles from './ServiceList.module.css';
import type { Check } from './status';

interface Props {
  title: string;
  services: ServiceHealth[];
  history: Record<string, Check[]>;
}

const states: Record<ServiceState, { icon: IconName; label: string; advice: string | null }> = {
  healthy: { icon: 'check', label: 'Healthy', advice: null },
  unhealthy: { icon: 'alert', label: 'Unhealthy', advice: 'Look at PostgreSQL and Redis, then at its log.' },
  unreachable: { icon: 'unplugged', label: 'Unreachable', advice: 'Check that it is running, then look at its log.' },
};

export function ServiceList({ title, services, history }: Props) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} className={styles.heading}>{title} <span className={styles.count}>{services.length}</span></h2>
      <ul className={styles.list}>
        {services.map((service) => <ServiceRow key={service.name} service={service} checks={history[service.name] ?? []} />)}
      </ul>
    </section>
  );
}

function ServiceRow({ service, checks }: { service: ServiceHealth; checks: Check[] }) {
  const state = states[service.status];
  return (
    <li className={styles.row} data-state={service.status} data-service={service.name}>
      <span className={styles.state}><Icon name={state.icon} size={16} />{state.label}</span>
      <h3 className={styles.name}>{service.name}</h3>
      <div className={styles.what}>
        <p className={styles.purpose}>{purposes[service.name] ?? 'A service of this platform'}</p>
        {state.advice !== null && <p className={styles.advice}>{service.detail} {state.advice}</p>}
      </div>
      <CheckStrip checks={checks} />
      <p className={styles.time}>
        <span className="visually-hidden">Response time: </span>
        {service.status === 'unreachable' ? <>–<span className="visually-hidden"> none</span></> : `${Math.round(service.response_time_ms)} ms`}
      </p>
    </li>
  );
}

/** Holds the place of the page while the first answer is on its way, so that nothing jumps. */
export function ServiceListSkeleton() {
  return (
    <div role="status">
      <span className="visually-hidden">Asking all services…</span>
      <div className={styles.skeletonVerdict} />
      <ul className={styles.list} aria-hidden="true">
        {Object.keys(purposes).map((name) => (
          <li key={name} className={styles.row}>
            <span className={styles.bone} />
            <span className={styles.bone} />
            <span className={styles.bone} />
          </li>
        ))}
      </ul>
    </div>
  );
}

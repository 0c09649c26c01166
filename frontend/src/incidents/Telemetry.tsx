import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Incident } from '../api/contract';
import { LogHistogram } from '../logs/LogHistogram';
import { histogramQuery } from '../logs/queries';
import { deploymentsQuery, servicesQuery } from '../services/queries';
import { ServiceCharts } from '../services/ServiceCharts';
import { absolute, formatSpan, type TimeWindow } from '../time/range';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import styles from './Telemetry.module.css';
import { telemetryWindow } from './window';

/** How the affected service was before and during the incident, and the way to its logs, traces and errors of that time. */
export function Telemetry({ incident }: { incident: Incident }) {
  const navigate = useNavigate();
  const [opened] = useState(() => Date.now());
  const { detected_at: detected, resolved_at: resolved, service_name: service } = incident;
  const window = useMemo(() => telemetryWindow(detected, resolved ?? null, opened), [detected, resolved, opened]);
  const range = absolute(window);
  const services = useQuery(servicesQuery(window));
  const lines = useQuery(histogramQuery({ service }, window));
  const deployments = useQuery(deploymentsQuery(window, service));
  const markers = useMemo(() => [
    { time: Date.parse(detected), label: 'Incident detected' },
    ...(deployments.data ?? []).map(({ started_at, version }) => ({ time: Date.parse(started_at), label: `Deployment of ${version}` })),
  ], [detected, deployments.data]);
  const zoom = (next: TimeWindow) => void navigate({ to: '/services/$serviceName', params: { serviceName: service }, search: absolute(next) });
  const isKnown = services.data?.some(({ name }) => name === service) === true;
  return (
    <Panel title={`Telemetry of ${service}`} action={<span className={styles.time}>{formatSpan(window)}</span>}>
      <p className={styles.links}>
        <Link to="/logs" search={{ service, ...range }}>Logs</Link>
        <Link to="/traces" search={{ service, ...range }}>Traces</Link>
        <Link to="/errors" search={{ service, ...range }}>Errors</Link>
        {isKnown && <Link to="/services/$serviceName" params={{ serviceName: service }} search={range}>Service</Link>}
      </p>
      <div className={styles.course} data-in-order>
        <Loaded query={services} what="The telemetry">
          {() => isKnown ? <ServiceCharts name={service} window={window} markers={markers} onZoom={zoom} />
            : <p className={styles.time}>No requests of this service are known: it sends no traces.</p>}
        </Loaded>
        {lines.data !== undefined && lines.data.total > 0 && (
          <LogHistogram query={lines} window={window} onZoom={(next) => void navigate({ to: '/logs', search: { service, ...absolute(next) } })} />
        )}
      </div>
    </Panel>
  );
}

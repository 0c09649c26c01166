import { Link } from '@tanstack/react-router';
import { absolute, type TimeWindow } from '../time/range';
import { targetOf } from './evidence';

/** The summary of a piece of evidence, leading to its telemetry at the time that was looked at. */
export function EvidenceLink({ link, window, service, children }: { link: string; window: TimeWindow; service: string; children: string }) {
  const target = targetOf(link);
  const range = absolute(window);
  // A deployment has no page of its own: its service shows it, marked on the charts.
  if (target === null) return link === '/deployments' ? <Link to="/services/$serviceName" params={{ serviceName: service }} search={range}>{children}</Link> : children;
  switch (target.page) {
    case 'service': return <Link to="/services/$serviceName" params={{ serviceName: target.id }} search={range}>{children}</Link>;
    case 'trace': return <Link to="/traces/$traceId" params={{ traceId: target.id }} search={range}>{children}</Link>;
    case 'error': return <Link to="/errors/$fingerprint" params={{ fingerprint: target.id }} search={range}>{children}</Link>;
    case 'host': return <Link to="/hosts/$hostname" params={{ hostname: target.id }} search={range}>{children}</Link>;
    case 'incident': return <Link to="/incidents/$incidentId" params={{ incidentId: target.id }}>{children}</Link>;
    case 'logs': return <Link to="/logs" search={{ q: target.q, service: target.service, ...range }}>{children}</Link>;
    case 'metrics': return <Link to="/metrics" search={{ metric: target.metric, service: target.service, ...range }}>{children}</Link>;
    case 'services': return <Link to="/services" search={range}>{children}</Link>;
    case 'alerts': return <Link to="/alerts">{children}</Link>;
    case 'slos': return <Link to="/slos">{children}</Link>;
  }
}

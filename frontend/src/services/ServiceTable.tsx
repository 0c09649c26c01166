import { Link } from '@tanstack/react-router';
import type { ServiceLine } from '../api/contract';
import { Sparkline } from '../charts/Sparkline';
import { Badge } from '../ui/Badge';
import { formatMs, formatNumber, formatPercent } from '../ui/number';
import { Table } from '../ui/Table';
import { healthOf } from './health';

const head = [['Service'], ['State'], ['Errors', 'end'], ['95 % below', 'end'], ['Requests/min', 'end'], ['Average', 'end'], ['Apdex', 'end'], ['Course']] as const;

/** The troubled come first; at most so many. */
export function ServiceTable({ services, most = Infinity }: { services: ServiceLine[]; most?: number }) {
  return (
    <Table label="Services" head={head}>
      {services.toSorted(worseFirst).slice(0, most).map((service) => <ServiceRow key={service.name} service={service} />)}
    </Table>
  );
}

function ServiceRow({ service }: { service: ServiceLine }) {
  const { label, tone, icon } = healthOf({ requests: service.transactions, errorRate: service.errorRate, apdex: service.apdex });
  const isIdle = service.transactions === 0;
  return (
    <tr>
      <th scope="row"><Link to="/services/$serviceName" params={{ serviceName: service.name }}>{service.name}</Link></th>
      <td><Badge tone={tone} icon={icon}>{label}</Badge></td>
      <td data-align="end">{isIdle ? '–' : formatPercent(service.errorRate)}</td>
      <td data-align="end">{isIdle ? '–' : formatMs(service.p95ResponseTime)}</td>
      <td data-align="end">{formatNumber(service.throughput)}</td>
      <td data-align="end">{isIdle ? '–' : formatMs(service.avgResponseTime)}</td>
      <td data-align="end">{isIdle ? '–' : service.apdex.toFixed(2)}</td>
      <td><Sparkline values={service.sparkline} /></td>
    </tr>
  );
}

const order = ['bad', 'warn', 'good', 'neutral'];

function worseFirst(one: ServiceLine, other: ServiceLine): number {
  const rank = ({ transactions, errorRate, apdex }: ServiceLine) => order.indexOf(healthOf({ requests: transactions, errorRate, apdex }).tone);
  return rank(one) - rank(other) || other.throughput - one.throughput || one.name.localeCompare(other.name);
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ServiceLine } from '../api/contract';
import { Sparkline } from '../charts/Sparkline';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Badge } from '../ui/Badge';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatMs, formatNumber, formatPercent } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import { healthOf } from './health';
import { servicesQuery } from './queries';

const head = [['Service'], ['State'], ['Errors', 'end'], ['95 % below', 'end'], ['Requests/min', 'end'], ['Average', 'end'], ['Apdex', 'end'], ['Course']] as const;

/** How every service answers its requests. The troubled come first. */
export function ServicesPage() {
  const { window } = useRange();
  const services = useQuery(servicesQuery(window));
  useShortcuts({ r: refreshNow });
  return (
    <Page title="Services" intro="How they answer: rate, errors, duration." actions={<RangePicker />}>
      <Loaded query={services} what="The services">
        {(data) => data.length === 0 ? <NoServices /> : (
          <Panel title={`${data.length} ${data.length === 1 ? 'service' : 'services'}`} action={<Link to="/service-map">Service map</Link>}>
            <Table label="Services" head={head}>
              {data.toSorted(worseFirst).map((service) => <ServiceRow key={service.name} service={service} />)}
            </Table>
          </Panel>
        )}
      </Loaded>
    </Page>
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

function NoServices() {
  return (
    <Empty icon="services" title="No service has reported yet">
      <p>Send traces with OpenTelemetry to <code>/v1/traces</code> with an <Link to="/settings/api-keys">API key</Link>: services appear here by themselves.</p>
    </Empty>
  );
}

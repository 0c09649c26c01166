import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { servicesQuery } from './queries';
import { ServiceTable } from './ServiceTable';

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
            <ServiceTable services={data} />
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}

function NoServices() {
  return (
    <Empty icon="services" title="No service has reported yet">
      <p>Send traces with OpenTelemetry to <code>/v1/traces</code> with an <Link to="/settings/api-keys">API key</Link>: services appear here by themselves.</p>
    </Empty>
  );
}

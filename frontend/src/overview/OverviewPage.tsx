import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { errorGroupsQuery } from '../errors/queries';
import { incidentListQuery } from '../incidents/queries';
import { IncidentTable } from '../incidents/IncidentTable';
import { unresolved } from '../incidents/search';
import { Deployments } from '../services/Deployments';
import { deploymentsQuery, servicesQuery } from '../services/queries';
import { ServiceTable } from '../services/ServiceTable';
import { useShortcuts } from '../shell/useShortcuts';
import { slosQuery } from '../slos/queries';
import { monitorsQuery } from '../synthetics/queries';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Budgets } from './Budgets';
import { glanceOfAlerts, glanceOfErrors, glanceOfIncidents, glanceOfMonitors, glanceOfServices, glanceOfSlos, isNew } from './glance';
import styles from './OverviewPage.module.css';
import { Tile } from './Tile';
import tiles from './Tile.module.css';
import { useFiring } from './useFiring';

const most = 5;
/** What the service gives at once. */
const mostErrors = 200;

/** The whole project at a glance; each number leads to its page. */
export function OverviewPage() {
  const { window } = useRange();
  const incidents = useQuery(incidentListQuery({ state: unresolved }));
  const firing = useFiring();
  const services = useQuery(servicesQuery(window));
  const slos = useQuery(slosQuery);
  const monitors = useQuery(monitorsQuery);
  const errors = useQuery(errorGroupsQuery({ status: 'unresolved' }, window));
  const deployments = useQuery(deploymentsQuery(window));
  useShortcuts({ r: refreshNow });
  return (
    <Page title="Overview" intro="How the project is doing." actions={<RangePicker />} inOrder>
      <ul className={tiles.tiles} aria-label="At a glance">
        <Tile link={<Link to="/incidents" search={{ state: unresolved }}>Open incidents</Link>} query={incidents} glance={({ items, total }) => glanceOfIncidents(items, total)} />
        <Tile link={<Link to="/alerts" search={{ status: 'firing' }}>Alerts</Link>} query={firing} glance={glanceOfAlerts} />
        <Tile link={<Link to="/services">Services</Link>} query={services} glance={glanceOfServices} />
        <Tile link={<Link to="/slos">Service levels</Link>} query={slos} glance={glanceOfSlos} />
        <Tile link={<Link to="/synthetics">Monitors</Link>} query={monitors} glance={glanceOfMonitors} />
        <Tile link={<Link to="/errors" search={{ status: 'unresolved' }}>Errors</Link>} query={errors} glance={(groups) => glanceOfErrors(groups, mostErrors)} />
      </ul>
      {isNew(services.data, incidents.data?.total) ? <FirstSteps /> : (
        <>
          <Panel title="Open incidents" action={<Link to="/incidents">All incidents</Link>}>
            <Loaded query={incidents} what="The incidents">
              {({ items }) => items.length === 0 ? <p className={styles.none}>Nothing is open.</p> : <IncidentTable incidents={items.slice(0, most)} isOld={false} />}
            </Loaded>
          </Panel>
          <Panel title="Services" action={<Link to="/service-map">Service map</Link>}>
            <Loaded query={services} what="The services">
              {(data) => data.length === 0 ? <p className={styles.none}>None has reported in this time.</p> : <ServiceTable services={data} most={most} />}
            </Loaded>
          </Panel>
          <div className={styles.columns}>
            <Budgets query={slos} most={most} />
            <Deployments query={deployments} ofAll most={most} />
          </div>
        </>
      )}
    </Page>
  );
}

function FirstSteps() {
  return (
    <Empty icon="dashboard" title="Nothing has reported yet">
      <p><Link to="/settings/api-keys">Make an API key</Link> and send telemetry with OpenTelemetry or Prometheus, or <Link to="/settings/integrations">connect the monitoring that you have</Link>: what it reports appears here.</p>
    </Empty>
  );
}

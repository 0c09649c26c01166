import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DependencyEdge } from '../../api/contract';
import { useShortcuts } from '../../shell/useShortcuts';
import { refreshNow } from '../../time/clock';
import { RangePicker } from '../../time/RangePicker';
import { useRange } from '../../time/useRange';
import { Empty } from '../../ui/Empty';
import { Loaded } from '../../ui/Loaded';
import { formatCount, formatMs, formatPercent } from '../../ui/number';
import { Page } from '../../ui/Page';
import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import { Table } from '../../ui/Table';
import { dependenciesQuery, servicesQuery } from '../queries';
import { ServiceMap } from './ServiceMap';

const head = [['Caller'], ['Called'], ['Calls', 'end'], ['Errors', 'end'], ['Average', 'end'], ['Longest', 'end']] as const;

/** Who calls whom, as a picture and as a list. */
export function ServiceMapPage() {
  const { window } = useRange();
  const map = useQuery(dependenciesQuery(window));
  const services = useQuery(servicesQuery(window));
  const [view, setView] = useState<'map' | 'list'>('map');
  useShortcuts({ r: refreshNow });
  return (
    <Page title="Service map" intro="Who calls whom, from traces, counted by the hour." actions={(
      <>
        <Segments label="Show as" value={view} options={[['map', 'Map'], ['list', 'List']]} onChange={setView} />
        <RangePicker />
      </>
    )}>
      <Loaded query={map} what="The map">
        {(data) => data.edges.length === 0 ? (
          <Empty icon="map" title="No service called another in this time">
            <p>The map comes from traces that pass more than one service. <Link to="/traces">See the traces</Link>, or choose a longer time.</p>
          </Empty>
        ) : view === 'map' ? <ServiceMap map={data} services={services.data ?? []} /> : (
          <Panel title={`${data.edges.length} ${data.edges.length === 1 ? 'connection' : 'connections'}`}>
            <Table label="Connections" head={head}>{data.edges.map((edge) => <EdgeRow key={`${edge.source} ${edge.target}`} edge={edge} />)}</Table>
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}

function EdgeRow({ edge }: { edge: DependencyEdge }) {
  return (
    <tr>
      <th scope="row"><Link to="/services/$serviceName" params={{ serviceName: edge.source }}>{edge.source}</Link></th>
      <td><Link to="/services/$serviceName" params={{ serviceName: edge.target }}>{edge.target}</Link></td>
      <td data-align="end">{formatCount(edge.volume)}</td>
      <td data-align="end">{formatPercent(edge.error_rate)}</td>
      <td data-align="end">{formatMs(edge.avg_duration_ms)}</td>
      <td data-align="end">{formatMs(edge.max_duration_ms)}</td>
    </tr>
  );
}

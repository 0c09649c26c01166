import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HostSummary } from '../api/contract';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import { hostsQuery } from './queries';
import { Share } from './Share';

const head = [['Host'], ['State'], ['Processor'], ['Memory'], ['Disk'], ['Heard of']] as const;

/** A host that says nothing for so long is taken for lost. */
const silenceMs = 5 * 60_000;

/** The machines that report, each as it was last. */
export function HostsPage() {
  const { window } = useRange();
  const hosts = useQuery(hostsQuery(window));
  useShortcuts({ r: refreshNow });
  return (
    <Page title="Hosts" intro="Machines that reported in this time, as they were last." actions={<RangePicker />}>
      <Loaded query={hosts} what="The hosts">
        {(data) => data.length === 0 ? (
          <Empty icon="server" title="No host reported in this time">
            <p>The host agent sends samples to <code>/api/v1/ingest/infrastructure</code> with an <Link to="/settings/api-keys">API key</Link>.</p>
          </Empty>
        ) : (
          <Panel title={`${data.length} ${data.length === 1 ? 'host' : 'hosts'}`}>
            <Table label="Hosts" head={head}>{data.map((host) => <HostRow key={host.hostname} host={host} now={window.to} />)}</Table>
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}

function HostRow({ host: { hostname, latest_metrics: sample, last_seen }, now }: { host: HostSummary; now: number }) {
  const isSilent = now - Date.parse(last_seen) > silenceMs;
  const isBusy = Math.max(sample.cpu_percent, sample.memory_percent, sample.disk_percent ?? 0) >= 90;
  return (
    <tr>
      <th scope="row"><Link to="/hosts/$hostname" params={{ hostname }}>{hostname}</Link></th>
      <td>{isSilent ? <Badge tone="neutral" icon="unplugged">Silent</Badge> : isBusy ? <Badge tone="warn" icon="alert">Busy</Badge> : <Badge tone="good" icon="check">Fine</Badge>}</td>
      <td><Share percent={sample.cpu_percent} /></td>
      <td><Share percent={sample.memory_percent} /></td>
      <td><Share percent={sample.disk_percent ?? null} /></td>
      <td><Ago at={last_seen} /></td>
    </tr>
  );
}

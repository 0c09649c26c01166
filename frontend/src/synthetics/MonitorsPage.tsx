import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Monitor, MonitorSla } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { formatMs, formatPercent } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import { MonitorForm } from './MonitorForm';
import { monitorsQuery, slaQuery } from './queries';
import { monitorState } from './status';

const head = [['Monitor'], ['State'], ['Up in 24 h', 'end'], ['Answer', 'end'], ['Checked']] as const;

/** Addresses that the platform asks by itself, as a user would. */
export function MonitorsPage() {
  const monitors = useQuery(monitorsQuery);
  const sla = useQuery(slaQuery);
  const mayWrite = useMayWrite();
  const [isCreating, setIsCreating] = useState(false);
  useShortcuts({ r: () => void monitors.refetch(), ...(mayWrite && { n: () => setIsCreating(true) }) });
  return (
    <Page title="Synthetics" intro="Addresses that are asked again and again, as a user would." actions={mayWrite && <Button variant="primary" onClick={() => setIsCreating(true)}><Icon name="plus" size={16} />New monitor</Button>}>
      <Loaded query={monitors} what="The monitors">
        {(data) => data.length === 0 ? (
          <Empty icon="globe" title="No monitors yet"><p>A monitor asks an address every few minutes and raises an alert when it does not answer.</p></Empty>
        ) : (
          <Panel title={`${data.length} ${data.length === 1 ? 'monitor' : 'monitors'}`}>
            <Table label="Monitors" head={head}>{data.map((monitor) => <MonitorRow key={monitor.monitor_id} monitor={monitor} sla={sla.data?.find(({ monitor_id }) => monitor_id === monitor.monitor_id)} />)}</Table>
          </Panel>
        )}
      </Loaded>
      <Modal title="New monitor" open={isCreating} onOpenChange={setIsCreating}><MonitorForm onDone={() => setIsCreating(false)} /></Modal>
    </Page>
  );
}

function MonitorRow({ monitor, sla }: { monitor: Monitor; sla: MonitorSla | undefined }) {
  const { label, tone, icon } = monitorState(monitor);
  return (
    <tr>
      <th scope="row"><Link to="/synthetics/$monitorId" params={{ monitorId: monitor.monitor_id }}>{monitor.name}</Link></th>
      <td><Badge tone={tone} icon={icon}>{label}</Badge></td>
      <td data-align="end">{sla?.uptime_percent == null ? '–' : formatPercent(sla.uptime_percent)}</td>
      <td data-align="end">{monitor.latest_result == null ? '–' : formatMs(monitor.latest_result.response_time_ms)}</td>
      <td>{monitor.last_check_at == null ? 'Never' : <Ago at={monitor.last_check_at} />}</td>
    </tr>
  );
}

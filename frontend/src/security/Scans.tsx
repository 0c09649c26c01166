import { useQuery } from '@tanstack/react-query';
import { Ago } from '../ui/Ago';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import { scansQuery } from './queries';

const head = [['Service'], ['When'], ['Scanner'], ['Found', 'end'], ['New', 'end'], ['Gone', 'end'], ['By']] as const;

/** The latest files, and what changed with each. */
export function Scans() {
  const scans = useQuery(scansQuery);
  return (
    <Panel title="Latest scans">
      <Loaded query={scans} what="The scans">
        {({ items }) => (
          <Table label="Scans" head={head}>
            {items.map((scan) => (
              <tr key={scan.scan_id}>
                <th scope="row">{scan.service_name}</th>
                <td><Ago at={scan.received_at} /></td>
                <td>{scan.source}</td>
                <td data-align="end">{scan.found}</td>
                <td data-align="end">{scan.new + scan.reopened}</td>
                <td data-align="end">{scan.resolved}</td>
                <td>{scan.received_by}</td>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </Panel>
  );
}

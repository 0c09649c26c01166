import { useQuery } from '@tanstack/react-query';
import type { TimeWindow } from '../time/range';
import { Loaded } from '../ui/Loaded';
import { formatCount, formatMs, formatPercent } from '../ui/number';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import { endpointsQuery } from './queries';
import styles from './ServicePage.module.css';

const head = [['Endpoint'], ['Requests', 'end'], ['Errors', 'end'], ['Average', 'end'], ['95 % below', 'end'], ['Share of time', 'end']] as const;

export function Endpoints({ name, window }: { name: string; window: TimeWindow }) {
  const query = useQuery(endpointsQuery(name, window));
  return (
    <Panel title="Endpoints, where most time goes first">
      <Loaded query={query} what="The endpoints">
        {(data) => {
          const total = data.reduce((sum, { total_ms }) => sum + total_ms, 0);
          return data.length === 0 ? <p className={styles.none}>No requests in this time.</p> : (
            <Table label="Endpoints" head={head}>
              {data.map((row) => (
                <tr key={`${row.method} ${row.endpoint}`}>
                  <th scope="row"><span className={styles.method}>{row.method}</span> {row.endpoint}</th>
                  <td data-align="end">{formatCount(row.count)}</td>
                  <td data-align="end">{formatPercent(row.error_rate_percent)}</td>
                  <td data-align="end">{formatMs(row.avg_ms)}</td>
                  <td data-align="end">{formatMs(row.p95_ms)}</td>
                  <td data-align="end">{formatPercent(total === 0 ? 0 : (row.total_ms / total) * 100)}</td>
                </tr>
              ))}
            </Table>
          );
        }}
      </Loaded>
    </Panel>
  );
}

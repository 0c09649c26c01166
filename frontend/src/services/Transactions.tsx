import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Transaction } from '../api/contract';
import type { TimeWindow } from '../time/range';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Loaded } from '../ui/Loaded';
import { formatMs } from '../ui/number';
import { Panel } from '../ui/Panel';
import { Segments } from '../ui/Segments';
import { Table } from '../ui/Table';
import { slowQuery, transactionsQuery } from './queries';
import styles from './ServicePage.module.css';

const head = [['Request'], ['Answer'], ['Duration', 'end'], ['Databases', 'end'], ['Others', 'end'], ['When'], ['Trace']] as const;

/** Single requests: the slowest, or the newest. */
export function Transactions({ name, window }: { name: string; window: TimeWindow }) {
  const [view, setView] = useState<'slow' | 'new'>('slow');
  const query = useQuery(view === 'slow' ? slowQuery(name, window) : transactionsQuery(name, window));
  return (
    <Panel title="Requests" action={<Segments label="Which requests" value={view} options={[['slow', 'Slowest'], ['new', 'Newest']]} onChange={setView} />}>
      <Loaded query={query} what="The requests">
        {(data) => data.length === 0 ? <p className={styles.none}>No requests in this time.</p> : (
          <Table label="Requests" head={head}>{data.map((row) => <Row key={row.transaction_id} row={row} />)}</Table>
        )}
      </Loaded>
    </Panel>
  );
}

function Row({ row }: { row: Transaction }) {
  return (
    <tr>
      <th scope="row"><span className={styles.method}>{row.method}</span> {row.endpoint}</th>
      <td>{row.error ? <Badge tone="bad" icon="x">{row.status_code === 0 ? 'Error' : String(row.status_code)}</Badge> : row.status_code === 0 ? 'OK' : row.status_code}</td>
      <td data-align="end">{formatMs(row.duration_ms)}</td>
      <td data-align="end">{formatMs(row.db_duration_ms)}</td>
      <td data-align="end">{formatMs(row.external_duration_ms)}</td>
      <td><Ago at={row.timestamp} /></td>
      <td>{row.trace_id === null ? '–' : <Link to="/traces/$traceId" params={{ traceId: row.trace_id }}>Trace<span className="visually-hidden"> of {row.method} {row.endpoint}, {formatMs(row.duration_ms)}</span></Link>}</td>
    </tr>
  );
}

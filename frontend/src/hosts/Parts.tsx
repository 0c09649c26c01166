import { formatPercent } from '../ui/number';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import styles from './HostPage.module.css';

const mostShown = 50;

/** The processes and containers of the latest sample, as the agent sent them. */
export function Parts({ processes, containers }: { processes: unknown; containers: unknown }) {
  const running = rowsOf(processes).toSorted((one, other) => number(other.cpu_percent) - number(one.cpu_percent));
  const boxes = rowsOf(containers);
  return (
    <div className={styles.columns}>
      <Panel title="Processes">
        {running.length === 0 ? <p className={styles.none}>The latest sample named none.</p> : (
          <Table label="Processes" head={[['Process'], ['Number', 'end'], ['Processor', 'end'], ['Memory', 'end']]}>
            {running.slice(0, mostShown).map((row, index) => (
              <tr key={index}>
                <th scope="row">{text(row.name)}</th>
                <td data-align="end">{text(row.pid)}</td>
                <td data-align="end">{formatPercent(number(row.cpu_percent))}</td>
                <td data-align="end">{formatPercent(number(row.memory_percent))}</td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      <Panel title="Containers">
        {boxes.length === 0 ? <p className={styles.none}>The latest sample named none.</p> : (
          <Table label="Containers" head={[['Container'], ['State'], ['Image']]}>
            {boxes.slice(0, mostShown).map((row, index) => (
              <tr key={index}><th scope="row">{text(row.name)}</th><td>{text(row.state)}</td><td>{text(row.image)}</td></tr>
            ))}
          </Table>
        )}
      </Panel>
    </div>
  );
}

// [{"pid":1,"name":"nginx","cpu_percent":1.5,"memory_percent":0.4}], but agents differ.
function rowsOf(raw: unknown): Record<string, unknown>[] {
  return Array.isArray(raw) ? raw.filter((row): row is Record<string, unknown> => typeof row === 'object' && row !== null) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : '–';
}

function number(value: unknown): number {
  const read = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : 0;
}

import { Link } from '@tanstack/react-router';
import type { LogLine, Span } from '../api/contract';
import { flatten } from '../logs/attributes';
import { LogRow } from '../logs/LogRow';
import { term } from '../logs/search';
import { absolute, type TimeWindow } from '../time/range';
import { Badge } from '../ui/Badge';
import { Drawer } from '../ui/Drawer';
import { formatMs } from '../ui/number';
import styles from './SpanDrawer.module.css';

interface Props {
  span: Span | undefined;
  /** Of the whole trace. */
  lines: readonly LogLine[];
  window: TimeWindow;
  onClose: () => void;
}

/** Everything about a span: attributes, events, and what was logged in it. */
export function SpanDrawer({ span, lines, window, onClose }: Props) {
  return (
    <Drawer title={span?.operation ?? 'Span'} open={span !== undefined} onClose={onClose}>
      {span !== undefined && <Details span={span} lines={lines.filter(({ span_id }) => span_id === span.span_id)} window={window} />}
    </Drawer>
  );
}

function Details({ span, lines, window }: { span: Span; lines: readonly LogLine[]; window: TimeWindow }) {
  const isError = span.status === 'error';
  const events = readEvents(span.events, Date.parse(span.timestamp));
  return (
    <>
      <p className={styles.facts}>
        <Badge tone={isError ? 'bad' : 'good'} icon={isError ? 'x' : 'check'}>{isError ? 'Error' : 'OK'}</Badge>
        <Link to="/services/$serviceName" params={{ serviceName: span.service_name }}>{span.service_name}</Link>
        <span>{formatMs(span.duration_ms)}, from {formatMs(span.offset_ms)} of the trace</span>
        {span.kind !== '' && <span>{span.kind}</span>}
      </p>
      {span.status_message != null && span.status_message !== '' && <p className={styles.message}>{span.status_message}</p>}
      <Facts title="Attributes" rows={flatten(span.attributes)} none="The sender gave none." />
      {events.length > 0 && (
        <section aria-label="Events">
          <h3 className={styles.heading}>Events</h3>
          <ul className={styles.events}>
            {events.map(({ name, after, attributes }, index) => (
              <li key={index}>
                <strong>{name}</strong> {after !== null && <span className={styles.none}>after {formatMs(after)}</span>}
                <Facts rows={flatten(attributes)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Logs of this span">
        <h3 className={styles.heading}>Logs of this span</h3>
        {lines.length === 0 ? <p className={styles.none}>None.</p> : <div className={styles.lines}>{lines.map((line) => <LogRow key={line.id} line={line} />)}</div>}
        <p><Link to="/logs" search={{ q: term('span', span.span_id), ...absolute(window) }}>Search in the logs</Link></p>
      </section>
    </>
  );
}

function Facts({ title, rows, none }: { title?: string; rows: readonly [string, string][]; none?: string }) {
  return (
    <>
      {title !== undefined && <h3 className={styles.heading}>{title}</h3>}
      {rows.length === 0 ? none !== undefined && <p className={styles.none}>{none}</p> : (
        <dl className={styles.attributes}>{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      )}
    </>
  );
}

interface SpanEvent {
  name: string;
  /** Milliseconds after the begin of the span. */
  after: number | null;
  attributes: unknown;
}

// [{"name":"exception","timestamp":"2026-05-01T12:00:00.1Z","attributes":{"exception.type":"TimeoutException"}}], as a client wrote it.
function readEvents(raw: unknown, begin: number): SpanEvent[] {
  return (Array.isArray(raw) ? raw as unknown[] : []).filter((event) => typeof event === 'object' && event !== null).map((event) => {
    const { name, timestamp, attributes } = event as { name?: unknown; timestamp?: unknown; attributes?: unknown };
    const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
    return { name: typeof name === 'string' ? name : 'Event', after: Number.isFinite(time) ? Math.max(0, time - begin) : null, attributes };
  });
}

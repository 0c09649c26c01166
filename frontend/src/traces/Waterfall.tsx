import { useMemo } from 'react';
import type { Span, Trace } from '../api/contract';
import { seriesToken } from '../charts/colors';
import { Icon } from '../ui/Icon';
import { formatMs } from '../ui/number';
import { VirtualList } from '../ui/VirtualList';
import { treeRows, type SpanRow } from './tree';
import styles from './Waterfall.module.css';

interface Props {
  trace: Trace;
  services: readonly string[];
  onOpen: (span: Span) => void;
}

const mostIndent = 14;

/** Every span as a bar in the time of the trace. A click opens its details. */
export function Waterfall({ trace, services, onOpen }: Props) {
  const rows = useMemo(() => treeRows(trace.spans), [trace]);
  const total = Math.max(trace.total_duration_ms, 0.001);
  return (
    <div className={styles.waterfall}>
      <ul className={styles.services} aria-label="Services">
        {services.map((name, index) => (
          <li key={name}><svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" fill={`var(${seriesToken(index)})`} /></svg>{name}</li>
        ))}
      </ul>
      <div className={styles.scale} aria-hidden="true">
        <span />
        <span className={styles.ticks}>{[0, 0.25, 0.5, 0.75, 1].map((part) => <span key={part}>{formatMs(total * part)}</span>)}</span>
      </div>
      <VirtualList label="Spans" items={rows} keyOf={({ span }) => span.span_id} rowHeight={30}
        row={(row, tabIndex) => <SpanBar row={row} tabIndex={tabIndex} total={total} color={seriesToken(services.indexOf(row.span.service_name))} onOpen={onOpen} />} />
    </div>
  );
}

function SpanBar({ row: { span, depth }, tabIndex, total, color, onOpen }: { row: SpanRow; tabIndex: 0 | -1; total: number; color: string; onOpen: (span: Span) => void }) {
  const left = Math.min(99.5, (span.offset_ms / total) * 100);
  const width = Math.min(100 - left, Math.max(0.4, (span.duration_ms / total) * 100));
  const isError = span.status === 'error';
  return (
    <button type="button" className={styles.row} tabIndex={tabIndex} data-error={isError || undefined} onClick={() => onOpen(span)}>
      <span className={styles.what} style={{ paddingLeft: `${Math.min(depth, mostIndent) * 0.75}rem` }}>
        {isError && <><Icon name="alert" size={14} /><span className="visually-hidden">Error: </span></>}
        <span className={styles.name}>{span.operation}</span>
        <span className={styles.service}>{span.service_name}</span>
      </span>
      <span className={styles.track}>
        <span className={styles.bar} style={{ left: `${left}%`, width: `${width}%`, background: `var(${color})` }} />
      </span>
      <span className={styles.duration}>{formatMs(span.duration_ms)}</span>
    </button>
  );
}

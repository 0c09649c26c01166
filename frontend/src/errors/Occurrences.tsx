import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErrorOccurrence } from '../api/contract';
import { flatten } from '../logs/attributes';
import { formatTime } from '../logs/LogRow';
import { Button } from '../ui/Button';
import { Panel } from '../ui/Panel';
import styles from './ErrorPage.module.css';

const few = 10;

export function Occurrences({ occurrences }: { occurrences: readonly ErrorOccurrence[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? occurrences : occurrences.slice(0, few);
  return (
    <Panel title="Occurrences, the newest first">
      <ul className={styles.occurrences} aria-label="Occurrences">
        {shown.map((one, index) => (
          <li key={`${one.timestamp} ${index}`}>
            <p className={styles.head}>
              <time dateTime={one.timestamp}>{formatTime(one.timestamp)}</time>
              {one.trace_id !== null && <Link to="/traces/$traceId" params={{ traceId: one.trace_id }} search={one.span_id === null ? {} : { span: one.span_id }}>Trace<span className="visually-hidden"> of {formatTime(one.timestamp)}</span></Link>}
            </p>
            <p className={styles.text}>{one.message}</p>
            <p className={styles.facts}>{flatten(one.attributes, 12).map(([name, value]) => <span key={name}>{name}={value}</span>)}</p>
          </li>
        ))}
      </ul>
      {occurrences.length > few && <Button variant="quiet" onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${occurrences.length}`}</Button>}
    </Panel>
  );
}

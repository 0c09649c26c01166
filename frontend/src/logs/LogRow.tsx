import type { LogLine } from '../api/contract';
import styles from './LogRow.module.css';

interface Props {
  line: LogLine;
  tabIndex?: 0 | -1;
  onOpen?: (line: LogLine) => void;
  isHere?: boolean;
}

/** One line of a log in one line; everything about it opens on a click. */
export function LogRow({ line, tabIndex = 0, onOpen, isHere = false }: Props) {
  return (
    <button type="button" className={styles.row} tabIndex={tabIndex} data-level={line.level} aria-current={isHere || undefined} onClick={() => onOpen?.(line)}>
      <time className={styles.time} dateTime={line.timestamp}>{formatTime(line.timestamp)}</time>
      <span className={styles.level}>{line.level}</span>
      <span className={styles.service}>{line.service_name}</span>
      <span className={styles.message}>{firstLine(line.message)}</span>
    </button>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

export function formatTime(timestamp: string): string {
  return clock.format(Date.parse(timestamp));
}

function firstLine(message: string): string {
  const end = message.indexOf('\n');
  return (end < 0 ? message : `${message.slice(0, end)} …`).slice(0, 600);
}

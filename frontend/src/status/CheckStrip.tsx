import styles from './CheckStrip.module.css';
import { historyLength, type Check } from './status';

const step = 5;
const height = 24;

/** One bar per check since the page was opened: its height is the response time, full height a failure. */
export function CheckStrip({ checks }: { checks: Check[] }) {
  const slowest = Math.max(20, ...checks.filter((check) => check.status === 'healthy').map((check) => check.ms));
  const offset = historyLength - checks.length;
  return (
    <svg className={styles.strip} width={historyLength * step} height={height} viewBox={`0 0 ${historyLength * step} ${height}`}
      role="img" aria-label={summary(checks)}>
      {Array.from({ length: offset }, (_, index) => (
        <rect key={index} x={index * step} y={height - 2} width={step - 2} height={2} className={styles.empty} />
      ))}
      {checks.map((check, index) => {
        const tall = check.status === 'healthy' ? 4 + (check.ms / slowest) * (height - 8) : height;
        return (
          <rect key={check.at} x={(offset + index) * step} y={height - tall} width={step - 2} height={tall} rx={1} className={styles[check.status]}>
            <title>{`${new Date(check.at).toLocaleTimeString()}: ${check.status}, ${Math.round(check.ms)} ms`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

function summary(checks: Check[]): string {
  const failed = checks.filter((check) => check.status !== 'healthy').length;
  return `Last ${checks.length} ${checks.length === 1 ? 'check' : 'checks'}: ${failed === 0 ? 'all healthy' : `${failed} failed`}`;
}

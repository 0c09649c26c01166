import { useQuery } from '@tanstack/react-query';
import { describe } from '../api/error';
import type { Incident, Step } from '../api/contract';
import { Icon, type IconName } from '../ui/Icon';
import { Notice } from '../ui/Notice';
import { Panel } from '../ui/Panel';
import { formatDuration } from '../ui/time';
import styles from './Analysis.module.css';
import { aiUsageQuery, workflowQuery } from './queries';

const icons: Record<string, IconName> = { completed: 'check', failed: 'alert', skipped: 'x', in_progress: 'activity', pending: 'circle' };

/** What the platform itself did about the incident, and what that cost. */
export function Analysis({ incident }: { incident: Incident }) {
  const { data, error } = useQuery(workflowQuery(incident.id));
  const { data: usage } = useQuery(aiUsageQuery(incident.id));
  return (
    <Panel title="Analysis">
      {error !== null && <Notice tone="warn" role="status" title="The steps could not be read">{describe(error)}</Notice>}
      {data !== undefined && <ol className={styles.steps}>{data.steps.map((step) => <StepItem key={step.id} step={step} />)}</ol>}
      {data !== undefined && usage?.summary.total_ai_requests === 0 && <p className={styles.cost}>No language model was asked: nothing was spent.</p>}
      {usage !== undefined && usage.summary.total_ai_requests > 0 && (
        <p className={styles.cost}>
          {usage.summary.total_ai_requests} AI {usage.summary.total_ai_requests === 1 ? 'request' : 'requests'},{' '}
          {usage.summary.total_tokens.toLocaleString()} tokens, {usage.summary.total_cost_usd.toLocaleString(undefined, { style: 'currency', currency: 'USD', maximumFractionDigits: 6 })}
        </p>
      )}
    </Panel>
  );
}

function StepItem({ step }: { step: Step }) {
  return (
    <li className={styles.step} data-status={step.status}>
      <Icon name={icons[step.status] ?? 'circle'} size={16} />
      <div>
        <p>{step.step_type_display}<span className="visually-hidden">: </span></p>
        <p className={styles.detail}>{step.status_display}{step.duration_ms !== null && step.duration_ms >= 1000 && `, ${formatDuration(step.duration_ms)}`}</p>
        {step.error_message !== null && <p className={styles.detail}>{step.error_message}</p>}
      </div>
    </li>
  );
}

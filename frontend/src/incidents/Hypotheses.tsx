import { useQuery } from '@tanstack/react-query';
import { describe } from '../api/error';
import type { Hypothesis, Incident } from '../api/contract';
import { Notice } from '../ui/Notice';
import { Panel } from '../ui/Panel';
import styles from './Hypotheses.module.css';
import { hypothesesQuery, workflowQuery } from './queries';

/** What may have caused it, the most probable first. */
export function Hypotheses({ incident }: { incident: Incident }) {
  const { data, error } = useQuery(hypothesesQuery(incident.id));
  return (
    <Panel title="Likely causes">
      {error !== null && <Notice tone="warn" role="status" title="The hypotheses could not be read">{describe(error)}</Notice>}
      {data === undefined ? error === null && <p role="status">Loading…</p>
        : data.length === 0 ? <NoHypotheses incident={incident} />
        : <ol className={styles.list}>{data.map((hypothesis) => <HypothesisItem key={hypothesis.id} hypothesis={hypothesis} />)}</ol>}
    </Panel>
  );
}

function HypothesisItem({ hypothesis }: { hypothesis: Hypothesis }) {
  const percent = Math.round(hypothesis.confidence_score * 100);
  return (
    <li className={styles.item}>
      <h3 className={styles.claim}>{hypothesis.claim}</h3>
      <p className={styles.confidence}>
        <meter min={0} max={100} value={percent} aria-label="Confidence" />{percent} % confidence
      </p>
      <p className={styles.description}>{hypothesis.description}</p>
      {hypothesis.supporting_evidence.length > 0 && (
        <ul className={styles.evidence}>{hypothesis.supporting_evidence.map((evidence) => <li key={evidence}>{evidence}</li>)}</ul>
      )}
    </li>
  );
}

/** Says what is really going on: being searched for, searched in vain, or not possible. */
function NoHypotheses({ incident }: { incident: Incident }) {
  const { data } = useQuery(workflowQuery(incident.id));
  const step = data?.steps.find((candidate) => candidate.step_type === 'hypothesis_generated');
  const text = step === undefined || step.status === 'completed' ? 'The analysis found no likely cause.'
    : step.status === 'skipped' ? 'No analysis is available on this platform yet.'
    : step.status === 'failed' ? `The analysis failed. ${step.error_message ?? ''}`
    : 'The evidence is being analysed; causes appear here by themselves.';
  return <p className={styles.none} role="status">{text}</p>;
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, describe } from '../api/error';
import type { Analysis, Hypothesis, Incident } from '../api/contract';
import { Ago } from '../ui/Ago';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Notice } from '../ui/Notice';
import { Panel } from '../ui/Panel';
import { Pending } from '../ui/Pending';
import { AnalysedHypothesis } from './AnalysedHypothesis';
import styles from './Hypotheses.module.css';
import { analyseAgain, analysisQuery, hypothesesQuery, incidentKeys, verdictsQuery, workflowQuery } from './queries';

/** Whether the likely causes, or that there are none, are known: what stands below them waits so long, or it would be pushed down. One failed try is enough not to wait. */
export function useCausesKnown(id: string): boolean {
  const hypotheses = useQuery(hypothesesQuery(id));
  const analysis = useQuery({ ...analysisQuery(id), enabled: (hypotheses.data?.length ?? 0) > 0 });
  const [wasKnown, setWasKnown] = useState(false);
  // Once is for good: what somebody types meanwhile must not go when causes arrive later.
  const isKnown = wasKnown || [hypotheses, analysis].every(({ isLoading, failureCount }) => !isLoading || failureCount > 0);
  if (isKnown && !wasKnown) setWasKnown(true);
  return isKnown;
}

/** What may have caused it, the most probable first, with what speaks for and against it. */
export function Hypotheses({ incident, mayWrite }: { incident: Incident; mayWrite: boolean }) {
  const { data, error } = useQuery(hypothesesQuery(incident.id));
  const { data: workflow } = useQuery(workflowQuery(incident.id));
  const wasAnalysed = (data?.length ?? 0) > 0 || workflow?.steps.some((step) => step.step_type === 'hypothesis_generated' && step.status === 'completed') === true;
  const analysis = useQuery({ ...analysisQuery(incident.id), enabled: wasAnalysed });
  // Another program may have brought hypotheses: then there is no analysis of our own.
  const isForeign = analysis.error instanceof ApiError && analysis.error.status === 404;
  return (
    <Panel title="Likely causes" action={mayWrite && <Again incident={incident} />}>
      {error !== null && <Notice tone="warn" role="status" title="The hypotheses could not be read">{describe(error)}</Notice>}
      {analysis.error !== null && !isForeign && <Notice tone="warn" role="status" title="The evidence could not be read">{describe(analysis.error)}</Notice>}
      {data === undefined ? error === null && <Pending />
        : analysis.data !== undefined ? <Analysed incident={incident} analysis={analysis.data} mayWrite={mayWrite} />
        : data.length === 0 ? <NoHypotheses incident={incident} />
        : <ol className={styles.list}>{data.map((hypothesis) => <PlainHypothesis key={hypothesis.id} hypothesis={hypothesis} />)}</ol>}
    </Panel>
  );
}

function Analysed({ incident, analysis, mayWrite }: { incident: Incident; analysis: Analysis; mayWrite: boolean }) {
  const { data: feedback } = useQuery(verdictsQuery);
  const verdicts = (feedback?.verdicts ?? []).filter(({ incident_id }) => incident_id === incident.id);
  return (
    <>
      {analysis.missing.length > 0 && (
        <Notice tone="warn" role="status" title="Not everything could be asked">The analysis is less sure of itself: {analysis.missing.join('; ')}.</Notice>
      )}
      {analysis.hypotheses.length === 0 ? <p className={styles.none} role="status">The analysis found no likely cause.</p>
        : <ol className={styles.list} aria-label="Likely causes">{analysis.hypotheses.map((hypothesis) => <AnalysedHypothesis key={hypothesis.id} incident={incident} analysis={analysis} hypothesis={hypothesis} verdicts={verdicts} mayWrite={mayWrite} />)}</ol>}
      <p className={styles.note}>
        From {analysis.evidence.length} {analysis.evidence.length === 1 ? 'fact' : 'facts'}, <Ago at={analysis.created_at} />.{' '}
        {analysis.generated_by === 'model' ? 'A language model chose the words, not the evidence.' : analysis.generated_by === 'engine_fallback' ? `The language model did not answer${analysis.model_problem === null ? '' : `: ${analysis.model_problem}`}.` : 'Computed without a language model.'}
      </p>
    </>
  );
}

function Again({ incident }: { incident: Incident }) {
  const client = useQueryClient();
  const analysing = useMutation({
    mutationFn: () => analyseAgain(incident.id),
    onSuccess: (analysis) => client.setQueryData(analysisQuery(incident.id).queryKey, analysis),
    onSettled: () => Promise.all([incidentKeys.hypotheses(incident.id), incidentKeys.workflow(incident.id), incidentKeys.story(incident.id)].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return (
    <div>
      <Button busy={analysing.isPending} onClick={() => analysing.mutate()}>{analysing.isPending ? 'Analysing…' : 'Analyse again'}</Button>
      <Failure title="It was not analysed again" error={analysing.error} />
    </div>
  );
}

function PlainHypothesis({ hypothesis }: { hypothesis: Hypothesis }) {
  const percent = Math.round(hypothesis.confidence_score * 100);
  return (
    <li className={styles.item}>
      <h3 className={styles.claim}>{hypothesis.claim}</h3>
      <p className={styles.confidence}><meter min={0} max={100} value={percent} aria-label="Confidence" />{percent} % confidence</p>
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
  return <p className={styles.waiting} role="status">{text}</p>;
}

import type { Analysis, Citation, Incident, StoredHypothesis, Verdict } from '../api/contract';
import type { TimeWindow } from '../time/range';
import { EvidenceLink } from './EvidenceLink';
import styles from './Hypotheses.module.css';
import { VerdictButtons } from './VerdictButtons';

interface Props {
  incident: Incident;
  analysis: Analysis;
  hypothesis: StoredHypothesis;
  verdicts: readonly Verdict[];
  mayWrite: boolean;
}

const percent = (share: number) => Math.round(share * 100);

/** One likely cause: how sure, why, why not, and what to check next. */
export function AnalysedHypothesis({ incident, analysis, hypothesis, verdicts, mayWrite }: Props) {
  const { confidence_score: score, confidence_lower: lower, confidence_upper: upper } = hypothesis;
  const window = { from: Date.parse(analysis.window_from), to: Date.parse(analysis.window_to) };
  const about = hypothesis.subject === '' ? incident.service_name : hypothesis.subject;
  return (
    <li className={styles.item}>
      <h3 className={styles.claim}>{hypothesis.claim}</h3>
      <div className={styles.confidence}>
        <span className={styles.track} role="meter" aria-label="Confidence" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent(score)} aria-valuetext={`${percent(score)} %, between ${percent(lower)} and ${percent(upper)} %`}>
          <span className={styles.range} style={{ left: `${percent(lower)}%`, width: `${Math.max(1, percent(upper) - percent(lower))}%` }} />
          <span className={styles.point} style={{ left: `${percent(score)}%` }} />
        </span>
        <span>{percent(score)} % confidence, {percent(lower)} to {percent(upper)} %</span>
      </div>
      <p className={styles.description}>{hypothesis.description}</p>
      <Citations title="Speaks for it" tone="good" citations={hypothesis.supporting} window={window} service={about} />
      <Citations title="Speaks against it" tone="bad" citations={hypothesis.contradicting} window={window} service={about} />
      {hypothesis.next_check !== '' && <p><strong>Check next:</strong> {hypothesis.next_check}</p>}
      <VerdictButtons incident={incident} hypothesis={hypothesis} verdicts={verdicts} mayWrite={mayWrite} />
    </li>
  );
}

function Citations({ title, tone, citations, window, service }: { title: string; tone: string; citations: readonly Citation[]; window: TimeWindow; service: string }) {
  if (citations.length === 0) return null;
  return (
    <div>
      <h4 className={styles.side} data-tone={tone}>{title}</h4>
      <ul className={styles.evidence}>
        {citations.map(({ evidence_id, summary, link }) => <li key={evidence_id}><EvidenceLink link={link} window={window} service={service}>{summary}</EvidenceLink></li>)}
      </ul>
    </div>
  );
}

import type { Incident } from '../api/contract';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import page from '../ui/Page.module.css';
import { SeverityBadge, StateBadge } from './badges';
import styles from './IncidentHeader.module.css';
import { nextStates, stateViews } from './labels';
import { OtherStates } from './OtherStates';
import { changeState } from './queries';
import { useChange } from './useChange';

/** What it is, how it stands, and the usual next step as the one prominent button. */
export function IncidentHeader({ incident, mayWrite }: { incident: Incident; mayWrite: boolean }) {
  const { make, isPending, problem } = useChange(incident, changeState);
  const [usual, ...others] = nextStates[incident.state];
  return (
    <>
      <header className={page.header}>
        <div className={styles.what}>
          <p className={styles.badges}><SeverityBadge severity={incident.severity} /><StateBadge state={incident.state} /></p>
          <h1>{incident.title}</h1>
          {incident.description !== '' && <p className={styles.description}>{incident.description}</p>}
        </div>
        {mayWrite && (
          <div className={page.actions}>
            <Button variant="primary" busy={isPending} onClick={() => make(usual)}>{stateViews[usual].action}</Button>
            <OtherStates states={others} disabled={isPending} onChoose={make} />
          </div>
        )}
      </header>
      {problem !== null && <Notice tone="warn" title="The state was not changed">{problem}</Notice>}
    </>
  );
}

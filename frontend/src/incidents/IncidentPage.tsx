import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ApiError, describe } from '../api/error';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Icon } from '../ui/Icon';
import { Notice } from '../ui/Notice';
import page from '../ui/Page.module.css';
import { Pending } from '../ui/Pending';
import { useTitle } from '../ui/useTitle';
import { Analysis } from './Analysis';
import { Facts } from './Facts';
import { Hypotheses, useCausesKnown } from './Hypotheses';
import { IncidentHeader } from './IncidentHeader';
import styles from './IncidentPage.module.css';
import { incidentQuery } from './queries';
import { Story } from './Story';

// With its charts, after the rest of the page.
const Telemetry = lazy(async () => ({ default: (await import('./Telemetry')).Telemetry }));

/** Everything about one incident: what is going on, what may have caused it, and what people did. */
export function IncidentPage({ id }: { id: string }) {
  const { data: incident, error, refetch } = useQuery(incidentQuery(id));
  const mayWrite = useMayWrite();
  const isSettled = useCausesKnown(id);
  useTitle(incident?.title ?? 'Incident');
  useShortcuts({ r: () => void refetch() });

  if (incident === undefined) {
    return (
      <div className={page.page}>
        <BackLink />
        {error === null ? <p role="status">Loading the incident…</p>
          : error instanceof ApiError && [400, 404, 422].includes(error.status) ? (
            <Empty icon="search" title="There is no such incident in this project">
              <p>It may belong to another project: choose that one at the top left.</p>
            </Empty>
          ) : <Notice tone="bad" role="status" title="The incident could not be read">{describe(error)} <Button variant="quiet" onClick={() => void refetch()}>Try again</Button></Notice>}
      </div>
    );
  }
  return (
    <div className={page.page}>
      <BackLink />
      <IncidentHeader incident={incident} mayWrite={mayWrite} />
      {error !== null && <Notice tone="warn" role="status" title="No fresh answer: this may be old">{describe(error)}</Notice>}
      <div className={styles.columns}>
        <div className={styles.column} data-in-order>
          <Hypotheses incident={incident} mayWrite={mayWrite} />
          {isSettled && (
            <>
              <Suspense fallback={<Pending />}><Telemetry incident={incident} /></Suspense>
              <Story incident={incident} mayWrite={mayWrite} />
            </>
          )}
        </div>
        {isSettled && <div className={styles.column}>
          <Facts incident={incident} mayWrite={mayWrite} />
          <Analysis incident={incident} />
        </div>}
      </div>
    </div>
  );
}

function BackLink() {
  return <Link to="/incidents" className={styles.back}><Icon name="chevronLeft" size={16} />Incidents</Link>;
}

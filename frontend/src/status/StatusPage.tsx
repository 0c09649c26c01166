import { useQuery } from '@tanstack/react-query';
import { describe } from '../api/error';
import { useShortcuts } from '../shell/useShortcuts';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Notice } from '../ui/Notice';
import { useTitle } from '../ui/useTitle';
import { Freshness } from './Freshness';
import { ServiceList, ServiceListSkeleton } from './ServiceList';
import { pollMs, statusQuery, troubled } from './status';
import styles from './StatusPage.module.css';
import { Verdict } from './Verdict';

export function StatusPage() {
  useTitle('Service status');
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({ ...statusQuery, refetchInterval: pollMs });
  const refresh = () => void refetch();
  useShortcuts({ r: refresh });

  const problems = data === undefined ? [] : troubled(data);
  const healthy = data?.services.filter((service) => service.status === 'healthy') ?? [];

  return (
    <div className={styles.page} aria-busy={data === undefined && error === null}>
      <header className={styles.header}>
        <div>
          <h1>Service status</h1>
          <p className={styles.intro}>The health of this SRE Copilot itself, asked every {pollMs / 1000} seconds.</p>
        </div>
        <div className={styles.actions}>
          {data !== undefined && <Freshness updatedAt={dataUpdatedAt} />}
          <Button onClick={refresh} busy={isFetching && data === undefined}><Icon name="refresh" size={16} />Refresh</Button>
        </div>
      </header>

      {error !== null && (
        <Notice tone={data === undefined ? 'bad' : 'warn'} role="status"
          title={data === undefined ? 'The status could not be read' : 'No fresh answer: this is the last known status'}>
          <p>{describe(error)} It is asked again by itself.</p>
        </Notice>
      )}

      {data === undefined ? (error === null && <ServiceListSkeleton />) : (
        <div className={styles.content} data-stale={error !== null || undefined}>
          <Verdict problems={problems.length} total={data.services.length} />
          {problems.length > 0 && <ServiceList title="Needs attention" services={problems} history={data.history} />}
          {healthy.length > 0 && <ServiceList title="Healthy" services={healthy} history={data.history} />}
        </div>
      )}
    </div>
  );
}

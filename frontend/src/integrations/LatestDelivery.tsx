import { useQuery } from '@tanstack/react-query';
import { Ago } from '../ui/Ago';
import { Icon } from '../ui/Icon';
import styles from './LatestDelivery.module.css';
import { deliveriesQuery } from './queries';

const pollMs = 5000;

/** Whether anything has arrived, and what became of it: turns green by itself. */
export function LatestDelivery({ projectId, integrationId }: { projectId: string; integrationId: string }) {
  const { data } = useQuery({
    ...deliveriesQuery(projectId, integrationId),
    // Until the first one, somebody is waiting for it.
    refetchInterval: (query) => (query.state.data?.total ?? 0) === 0 ? pollMs : false,
  });
  if (data === undefined) return <p className={styles.delivery}>&nbsp;</p>;
  const latest = data.items[0];
  if (latest === undefined) return <p className={styles.delivery} role="status"><Icon name="activity" size={15} />Waiting for its first alert…</p>;
  const rejected = latest.outcome === 'rejected';
  return (
    <p className={styles.delivery} data-tone={rejected ? 'bad' : 'good'} role="status">
      <Icon name={rejected ? 'alert' : 'check'} size={15} />
      <span>{rejected ? 'Refused' : 'Received'} <Ago at={latest.received_at} />{latest.detail != null && `: ${latest.detail}`}</span>
    </p>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Ago } from '../ui/Ago';
import { Arrival } from '../ui/Arrival';
import { deliveriesQuery } from './queries';

const pollMs = 5000;

/** Whether anything has arrived, and what became of it: turns green by itself. */
export function LatestDelivery({ projectId, integrationId }: { projectId: string; integrationId: string }) {
  const { data } = useQuery({
    ...deliveriesQuery(projectId, integrationId),
    // Until the first one, somebody is waiting for it.
    refetchInterval: (query) => (query.state.data?.total ?? 0) === 0 ? pollMs : false,
  });
  if (data === undefined) return <p>&nbsp;</p>;
  const latest = data.items[0];
  if (latest === undefined) return <Arrival tone="waiting">Waiting for its first alert…</Arrival>;
  const rejected = latest.outcome === 'rejected';
  return <Arrival tone={rejected ? 'bad' : 'good'}>{rejected ? 'Refused' : 'Received'} <Ago at={latest.received_at} />{latest.detail != null && `: ${latest.detail}`}</Arrival>;
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Delivery } from '../api/contract';
import { Ago } from '../ui/Ago';
import { Badge, type Tone } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import type { IconName } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { Select } from '../ui/Select';
import { alertingKeys, deliveriesQuery, replay, type DeliveryStatus } from './queries';

const views: Record<string, { label: string; tone: Tone; icon: IconName }> = {
  waiting: { label: 'Waiting', tone: 'warn', icon: 'clock' },
  sent: { label: 'Delivered', tone: 'good', icon: 'check' },
  dead: { label: 'Given up', tone: 'bad', icon: 'x' },
};

const options = [['all', 'All messages'], ['dead', 'Given up'], ['waiting', 'Waiting'], ['sent', 'Delivered']] as const;

/** What was said to channels; what could not be delivered can be sent again. */
export function Deliveries({ status, mayWrite }: { status: DeliveryStatus | undefined; mayWrite: boolean }) {
  const navigate = useNavigate();
  const deliveries = useQuery(deliveriesQuery(status));
  const show = (next: DeliveryStatus | 'all') => void navigate({ to: '/alerts/channels', search: next === 'all' ? {} : { deliveries: next }, replace: true });
  return (
    <Panel title="Messages" action={<Select compact label="Which messages" value={status ?? 'all'} options={options} onChange={show} />}>
      <Loaded query={deliveries} what="The messages">
        {(data) => data.length === 0 ? <p role="status">{status === 'dead' ? 'Nothing was given up.' : 'Nothing was sent yet: a policy says what is told to whom.'}</p>
          : <ul aria-label="Messages">{data.map((delivery) => <DeliveryRow key={delivery.notification_id} delivery={delivery} mayWrite={mayWrite} />)}</ul>}
      </Loaded>
    </Panel>
  );
}

function DeliveryRow({ delivery, mayWrite }: { delivery: Delivery; mayWrite: boolean }) {
  const client = useQueryClient();
  const sending = useMutation({ mutationFn: () => replay(delivery.notification_id), onSettled: () => client.invalidateQueries({ queryKey: alertingKeys.deliveries }) });
  const { label, tone, icon } = views[delivery.status] ?? { label: delivery.status, tone: 'neutral' as const, icon: 'circle' as const };
  const count = delivery.alert_ids.length;
  return (
    <li className={list.row}>
      <Badge tone={tone} icon={icon}>{label}</Badge>
      <div className={list.what}>
        <p><strong>{delivery.channel_name}</strong> about {count === 1 ? 'an alert' : `${count} alerts`} of {delivery.policy_name}</p>
        <p className={list.facts}>
          <Ago at={delivery.created_at} />{delivery.attempts > 0 && ` · ${delivery.attempts} ${delivery.attempts === 1 ? 'attempt' : 'attempts'}`}
          {delivery.last_error !== null && ` · ${delivery.last_error}`}
        </p>
        <Failure title="It is not sent again" error={sending.error} />
      </div>
      {mayWrite && delivery.status === 'dead' && <Button busy={sending.isPending} onClick={() => sending.mutate()}>Send again<span className="visually-hidden"> to {delivery.channel_name}</span></Button>}
    </li>
  );
}

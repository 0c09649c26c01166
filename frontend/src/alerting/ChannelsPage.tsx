import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import form from '../ui/Form.module.css';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { AlertingPage } from './AlertingPage';
import { ChannelForm } from './ChannelForm';
import { channelKinds, type ChannelKind } from './channelKinds';
import { Deliveries } from './Deliveries';
import { alertingKeys, channelsQuery, deleteChannel, testChannel, type DeliveryStatus } from './queries';

export interface ChannelSearch {
  deliveries?: DeliveryStatus;
}

/** Over which ways people and programs are told, and what became of it. */
export function ChannelsPage({ search }: { search: ChannelSearch }) {
  const channels = useQuery(channelsQuery);
  const mayWrite = useMayWrite();
  const [edited, setEdited] = useState<Channel | 'new' | null>(null);
  useShortcuts({ r: () => void channels.refetch(), ...(mayWrite && { n: () => setEdited('new') }) });
  return (
    <AlertingPage title="Channels" intro="How people and programs are told of alerts."
      actions={mayWrite && <Button variant="primary" onClick={() => setEdited('new')}><Icon name="plus" size={16} />New channel</Button>}>
      <Loaded query={channels} what="The channels">
        {(data) => data.length === 0 ? (
          <Empty icon="send" title="No channels yet"><p>Slack, Microsoft Teams, PagerDuty, email, or anything that takes a webhook.</p></Empty>
        ) : <ul className={list.list} aria-label="Channels">{data.map((channel) => <ChannelRow key={channel.channel_id} channel={channel} mayWrite={mayWrite} onEdit={() => setEdited(channel)} />)}</ul>}
      </Loaded>
      <Deliveries status={search.deliveries} mayWrite={mayWrite} />
      <Modal title={edited === 'new' ? 'New channel' : 'Change the channel'} open={edited !== null} onOpenChange={(open) => !open && setEdited(null)}>
        {edited !== null && <ChannelForm channel={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Modal>
    </AlertingPage>
  );
}

function ChannelRow({ channel, mayWrite, onEdit }: { channel: Channel; mayWrite: boolean; onEdit: () => void }) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: alertingKeys.channels });
  const testing = useMutation({ mutationFn: () => testChannel(channel.channel_id), onSettled });
  const deleting = useMutation({ mutationFn: () => deleteChannel(channel.channel_id), onSettled });
  const kind = channelKinds[channel.type as ChannelKind] as (typeof channelKinds)[ChannelKind] | undefined;
  return (
    <li className={list.row}>
      {!channel.enabled ? <Badge tone="neutral" icon="pause">Off</Badge> : channel.consecutive_failures > 0 ? <Badge tone="bad" icon="alert">Failing</Badge> : channel.last_success_at === null ? <Badge tone="neutral" icon="circle">Not used yet</Badge> : <Badge tone="good" icon="check">Works</Badge>}
      <div className={list.what}>
        <h2 className={list.name}>{channel.name}</h2>
        <p className={list.facts}>{kind?.label ?? channel.type}{channel.host !== null && ` · ${channel.host}`}{channel.last_success_at !== null && <> · delivered <Ago at={channel.last_success_at} /></>}</p>
        {channel.consecutive_failures > 0 && <p>{channel.consecutive_failures} failed in a row: {channel.last_error}</p>}
        {testing.isSuccess && <p className={form.done} role="status">The test arrived.</p>}
        <Failure title="The test did not arrive" error={testing.error} />
        <Failure title="The channel was not deleted" error={deleting.error} />
      </div>
      {mayWrite && (
        <>
          <Button busy={testing.isPending} onClick={() => testing.mutate()}>Send a test<span className="visually-hidden"> to {channel.name}</span></Button>
          <Button onClick={onEdit}>Change<span className="visually-hidden"> {channel.name}</span></Button>
          <Confirm action="Delete" subject={channel.name} question="Delete this channel?" onConfirm={() => deleting.mutate()}><p>What waits for it is not sent any more.</p></Confirm>
        </>
      )}
    </li>
  );
}

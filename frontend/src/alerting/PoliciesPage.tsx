import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Policy } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { AlertingPage } from './AlertingPage';
import { PolicyForm } from './PolicyForm';
import { alertingKeys, channelsQuery, conditionsQuery, deletePolicy, policiesQuery } from './queries';

/** Which conditions lead to whom, and whether they open incidents. */
export function PoliciesPage() {
  const policies = useQuery(policiesQuery);
  const mayWrite = useMayWrite();
  const [edited, setEdited] = useState<Policy | 'new' | null>(null);
  useShortcuts({ r: () => void policies.refetch(), ...(mayWrite && { n: () => setEdited('new') }) });
  return (
    <AlertingPage title="Policies" intro="Which conditions tell whom, and whether they open incidents."
      actions={mayWrite && <Button variant="primary" onClick={() => setEdited('new')}><Icon name="plus" size={16} />New policy</Button>}>
      <Loaded query={policies} what="The policies">
        {(data) => data.length === 0 ? (
          <Empty icon="bell" title="No policies yet"><p>A policy joins <Link to="/alerts/conditions">conditions</Link> with <Link to="/alerts/channels">channels</Link>. Without one, an alert is only shown here.</p></Empty>
        ) : <ul className={list.list} aria-label="Policies">{data.map((policy) => <PolicyRow key={policy.policy_id} policy={policy} mayWrite={mayWrite} onEdit={() => setEdited(policy)} />)}</ul>}
      </Loaded>
      <Modal title={edited === 'new' ? 'New policy' : 'Change the policy'} open={edited !== null} onOpenChange={(open) => !open && setEdited(null)}>
        {edited !== null && <PolicyForm policy={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Modal>
    </AlertingPage>
  );
}

function PolicyRow({ policy, mayWrite, onEdit }: { policy: Policy; mayWrite: boolean; onEdit: () => void }) {
  const client = useQueryClient();
  const { data: conditions } = useQuery(conditionsQuery);
  const { data: channels } = useQuery(channelsQuery);
  const deleting = useMutation({ mutationFn: () => deletePolicy(policy.policy_id), onSettled: () => client.invalidateQueries({ queryKey: alertingKeys.policies }) });
  const watched = (conditions ?? []).filter(({ condition_id }) => policy.condition_ids.includes(condition_id)).map(({ name }) => name);
  const told = (channels ?? []).filter(({ channel_id }) => policy.channel_ids.includes(channel_id)).map(({ name }) => name);
  return (
    <li className={list.row}>
      {policy.enabled ? <Badge tone="good" icon="check">On</Badge> : <Badge tone="neutral" icon="pause">Off</Badge>}
      <div className={list.what}>
        <h2 className={list.name}>{policy.name}</h2>
        {policy.description !== '' && <p>{policy.description}</p>}
        <p className={list.facts}>
          {policy.condition_ids.length === 0 ? 'No conditions' : watched.join(', ')}{policy.includes_monitors && ' and failing monitors'}
          {' → '}{policy.channel_ids.length === 0 ? 'no channels' : told.join(', ')}
          {' · '}{!policy.opens_incidents ? 'opens no incidents' : policy.incident_preference === 'per_policy' ? 'one incident for all' : 'an incident per condition'}
        </p>
        <Failure title="The policy was not deleted" error={deleting.error} />
      </div>
      {mayWrite && (
        <>
          <Button onClick={onEdit}>Change<span className="visually-hidden"> {policy.name}</span></Button>
          <Confirm action="Delete" subject={policy.name} question="Delete this policy?" onConfirm={() => deleting.mutate()}><p>Its conditions and channels stay. They are not joined any more.</p></Confirm>
        </>
      )}
    </li>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { formatSpan } from '../time/range';
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
import { MutingForm } from './MutingForm';
import { criteriaText } from './muting';
import { alertingKeys, conditionsQuery, deleteMuting, mutingQuery, type MutingRule } from './queries';

const repeats: Record<string, string> = { none: '', daily: ', every day', weekly: ', every week' };

/** When nobody is told, though alerts fire: maintenance, nights of test systems. */
export function MutingPage() {
  const rules = useQuery(mutingQuery);
  const mayWrite = useMayWrite();
  const [edited, setEdited] = useState<MutingRule | 'new' | null>(null);
  useShortcuts({ r: () => void rules.refetch(), ...(mayWrite && { n: () => setEdited('new') }) });
  return (
    <AlertingPage title="Muting" intro="Times at which alerts fire without anybody being told."
      actions={mayWrite && <Button variant="primary" onClick={() => setEdited('new')}><Icon name="plus" size={16} />New muting rule</Button>}>
      <Loaded query={rules} what="The muting rules">
        {(data) => data.length === 0 ? (
          <Empty icon="mute" title="Nothing is muted"><p>A rule keeps alerts quiet during maintenance, once or repeatedly. They are shown all the same.</p></Empty>
        ) : <ul className={list.list} aria-label="Muting rules">{data.map((rule) => <RuleRow key={rule.rule_id} rule={rule} mayWrite={mayWrite} onEdit={() => setEdited(rule)} />)}</ul>}
      </Loaded>
      <Modal title={edited === 'new' ? 'New muting rule' : 'Change the muting rule'} open={edited !== null} onOpenChange={(open) => !open && setEdited(null)}>
        {edited !== null && <MutingForm rule={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Modal>
    </AlertingPage>
  );
}

function RuleRow({ rule, mayWrite, onEdit }: { rule: MutingRule; mayWrite: boolean; onEdit: () => void }) {
  const client = useQueryClient();
  const { data: conditions } = useQuery(conditionsQuery);
  const deleting = useMutation({ mutationFn: () => deleteMuting(rule.rule_id), onSettled: () => client.invalidateQueries({ queryKey: alertingKeys.muting }) });
  const names = (conditions ?? []).filter(({ condition_id }) => rule.condition_ids.includes(condition_id)).map(({ name }) => name);
  const criteria = criteriaText(rule.match_criteria);
  return (
    <li className={list.row}>
      {!rule.enabled ? <Badge tone="neutral" icon="pause">Off</Badge> : rule.active ? <Badge tone="warn" icon="mute">Muting now</Badge> : <Badge tone="neutral" icon="clock">Not now</Badge>}
      <div className={list.what}>
        <h2 className={list.name}>{rule.name}</h2>
        {rule.description !== '' && <p>{rule.description}</p>}
        <p className={list.facts}>
          {formatSpan({ from: Date.parse(rule.start_time), to: Date.parse(rule.end_time) })}{repeats[rule.repeat] ?? ''} · {rule.condition_ids.length === 0 ? 'all conditions' : names.join(', ')}{criteria !== '' && ` · ${criteria}`}
        </p>
        <Failure title="The rule was not deleted" error={deleting.error} />
      </div>
      {mayWrite && (
        <>
          <Button onClick={onEdit}>Change<span className="visually-hidden"> {rule.name}</span></Button>
          <Confirm action="Delete" subject={rule.name} question="Delete this muting rule?" onConfirm={() => deleting.mutate()}><p>Alerts that it keeps quiet and that still fire are told then.</p></Confirm>
        </>
      )}
    </li>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Condition } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Ago } from '../ui/Ago';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import button from '../ui/Button.module.css';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { AlertingPage } from './AlertingPage';
import { formatOf, sentenceOf, severityView } from './condition';
import { alertingKeys, conditionsQuery, deleteCondition, updateCondition } from './queries';

/** What the platform watches for. */
export function ConditionsPage() {
  const conditions = useQuery(conditionsQuery);
  const mayWrite = useMayWrite();
  const navigate = useNavigate();
  useShortcuts({ r: () => void conditions.refetch(), ...(mayWrite && { n: () => void navigate({ to: '/alerts/conditions/new' }) }) });
  const add = mayWrite && <Link to="/alerts/conditions/new" className={`${button.button ?? ''} ${button.primary ?? ''}`}><Icon name="plus" size={16} />New condition</Link>;
  return (
    <AlertingPage title="Conditions" intro="What the platform watches for in the project’s own data." actions={add}>
      <Loaded query={conditions} what="The conditions">
        {(data) => data.length === 0 ? (
          <Empty icon="bell" title="No conditions yet">
            <p>A condition compares a value with a limit, each minute: the share of failed requests, log lines with a word, a full disk.</p>
          </Empty>
        ) : <ul className={list.list} aria-label="Conditions">{data.map((condition) => <ConditionRow key={condition.condition_id} condition={condition} mayWrite={mayWrite} />)}</ul>}
      </Loaded>
    </AlertingPage>
  );
}

function ConditionRow({ condition, mayWrite }: { condition: Condition; mayWrite: boolean }) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['alerts'] });
  const switching = useMutation({ mutationFn: () => updateCondition(condition.condition_id, { enabled: !condition.enabled }), onSettled });
  const deleting = useMutation({ mutationFn: () => deleteCondition(condition.condition_id), onSettled: () => client.invalidateQueries({ queryKey: alertingKeys.conditions }) });
  const { label } = severityView(condition.severity);
  return (
    <li className={list.row}>
      <ConditionState condition={condition} />
      <div className={list.what}>
        <h2 className={list.name}><Link to="/alerts/conditions/$conditionId" params={{ conditionId: condition.condition_id }}>{condition.name}</Link></h2>
        <p>{sentenceOf(condition)}</p>
        <p className={list.facts}>
          {label} · {condition.policy_ids.length === 0 ? 'in no policy: nobody is told' : `in ${condition.policy_ids.length} ${condition.policy_ids.length === 1 ? 'policy' : 'policies'}`}
          {condition.last_evaluated_at !== null && <> · looked <Ago at={condition.last_evaluated_at} />{condition.last_value !== null && `: ${formatOf(condition.signal, condition.metric_name)(condition.last_value)}`}</>}
        </p>
        {condition.last_problem !== null && <p className={list.facts}>{condition.last_problem}</p>}
        <Failure title="The condition was not changed" error={switching.error ?? deleting.error} />
      </div>
      {mayWrite && (
        <>
          <Button busy={switching.isPending} onClick={() => switching.mutate()}>{condition.enabled ? 'Switch off' : 'Switch on'}<span className="visually-hidden"> {condition.name}</span></Button>
          <Confirm action="Delete" subject={condition.name} question="Delete this condition?" onConfirm={() => deleting.mutate()}><p>Its alerts are over, and its history is gone.</p></Confirm>
        </>
      )}
    </li>
  );
}

export function ConditionState({ condition }: { condition: Condition }) {
  if (!condition.enabled) return <Badge tone="neutral" icon="pause">Off</Badge>;
  if (condition.firing_alerts > 0) return <Badge tone="bad" icon="alert">{condition.firing_alerts === 1 ? 'Firing' : `${condition.firing_alerts} firing`}</Badge>;
  if (condition.last_problem !== null) return <Badge tone="warn" icon="unplugged">Cannot look</Badge>;
  if (condition.last_evaluated_at === null) return <Badge tone="neutral" icon="circle">Not looked yet</Badge>;
  return <Badge tone="good" icon="check">Fine</Badge>;
}

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ApiError } from '../api/error';
import type { Condition } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { BackLink } from '../ui/BackLink';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { sentenceOf, severityView } from './condition';
import { ConditionForm } from './ConditionForm';
import { ConditionState } from './ConditionsPage';
import { conditionQuery } from './queries';

/** A new condition, with what it would have found. */
export function NewConditionPage() {
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  return (
    <Page title="New condition" intro={<BackLink to="/alerts/conditions">Conditions</BackLink>}>
      {mayWrite ? <ConditionForm condition={null} onDone={() => void navigate({ to: '/alerts/conditions' })} />
        : <Empty icon="bell" title="A viewer cannot make conditions"><p>An engineer of the project can.</p></Empty>}
    </Page>
  );
}

export function ConditionPage({ id }: { id: string }) {
  const query = useQuery(conditionQuery(id));
  const isGone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  if (query.data !== undefined && !isGone) return <View condition={query.data} />;
  return (
    <Page title="Condition" intro={<BackLink to="/alerts/conditions">Conditions</BackLink>}>
      {isGone ? <Empty icon="bell" title="There is no such condition in this project"><p>Somebody may have deleted it.</p></Empty> : <Loaded query={query} what="The condition">{() => null}</Loaded>}
    </Page>
  );
}

function View({ condition }: { condition: Condition }) {
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  return (
    <Page title={condition.name} intro={<BackLink to="/alerts/conditions">Conditions</BackLink>} actions={<ConditionState condition={condition} />}>
      {mayWrite ? <ConditionForm condition={condition} onDone={() => void navigate({ to: '/alerts/conditions' })} /> : (
        <Panel title="What it watches for">
          <p>{sentenceOf(condition)}</p>
          <p>{severityView(condition.severity).label}</p>
        </Panel>
      )}
    </Page>
  );
}

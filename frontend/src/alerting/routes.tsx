import { getRouteApi } from '@tanstack/react-router';
import { ChannelsPage } from './ChannelsPage';
import { ConditionPage } from './ConditionPage';

const one = getRouteApi('/app/alerts/conditions/$conditionId');
const channels = getRouteApi('/app/alerts/channels');

export function ConditionRoute() {
  const { conditionId } = one.useParams();
  return <ConditionPage key={conditionId} id={conditionId} />;
}

export function ChannelsRoute() {
  return <ChannelsPage search={channels.useSearch()} />;
}

export { NewConditionPage } from './ConditionPage';
export { ConditionsPage } from './ConditionsPage';
export { MutingPage } from './MutingPage';
export { PoliciesPage } from './PoliciesPage';

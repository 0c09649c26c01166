import { getRouteApi } from '@tanstack/react-router';
import { AiUsagePage } from './AiUsagePage';

const route = getRouteApi('/app/ai-usage');

export function AiUsageRoute() {
  return <AiUsagePage search={route.useSearch()} />;
}

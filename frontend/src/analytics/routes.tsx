import { getRouteApi } from '@tanstack/react-router';
import { AnalyticsPage } from './AnalyticsPage';

const route = getRouteApi('/app/analytics');

export function AnalyticsRoute() {
  return <AnalyticsPage search={route.useSearch()} />;
}

import { getRouteApi } from '@tanstack/react-router';
import { MetricsPage } from './MetricsPage';

const route = getRouteApi('/app/observe/metrics');

export function MetricsRoute() {
  const { metric, agg, by, service } = route.useSearch();
  return <MetricsPage search={{ metric, agg, by, service }} />;
}

import { getRouteApi } from '@tanstack/react-router';
import { LogsPage } from './LogsPage';

const route = getRouteApi('/app/observe/logs');

export function LogsRoute() {
  const { q, service, level, view, live, line } = route.useSearch();
  return <LogsPage search={{ q, service, level, view, live, line }} />;
}

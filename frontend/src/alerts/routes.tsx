import { getRouteApi } from '@tanstack/react-router';
import { AlertsPage } from './AlertsPage';

const route = getRouteApi('/app/alerts');

export function AlertsRoute() {
  return <AlertsPage search={route.useSearch()} />;
}

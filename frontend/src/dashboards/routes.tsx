import { getRouteApi } from '@tanstack/react-router';
import { DashboardPage } from './DashboardPage';
import { DashboardsPage } from './DashboardsPage';

const one = getRouteApi('/app/observe/dashboards/$dashboardId');

export function DashboardsRoute() {
  return <DashboardsPage />;
}

export function DashboardRoute() {
  const { dashboardId } = one.useParams();
  return <DashboardPage key={dashboardId} id={dashboardId} />;
}

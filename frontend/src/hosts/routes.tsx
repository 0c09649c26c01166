import { getRouteApi } from '@tanstack/react-router';
import { HostPage } from './HostPage';
import { HostsPage } from './HostsPage';

const one = getRouteApi('/app/observe/hosts/$hostname');

export function HostsRoute() {
  return <HostsPage />;
}

export function HostRoute() {
  const { hostname } = one.useParams();
  return <HostPage key={hostname} name={hostname} />;
}

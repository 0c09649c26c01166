import { getRouteApi } from '@tanstack/react-router';
import { MonitorPage } from './MonitorPage';
import { MonitorsPage } from './MonitorsPage';

const one = getRouteApi('/app/synthetics/$monitorId');

export function MonitorsRoute() {
  return <MonitorsPage />;
}

export function MonitorRoute() {
  const { monitorId } = one.useParams();
  return <MonitorPage key={monitorId} id={monitorId} />;
}

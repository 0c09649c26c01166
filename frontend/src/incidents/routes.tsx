import { getRouteApi } from '@tanstack/react-router';
import { IncidentPage } from './IncidentPage';
import { IncidentsPage } from './IncidentsPage';

const list = getRouteApi('/app/incidents');
const one = getRouteApi('/app/incidents/$incidentId');

export function IncidentsRoute() {
  return <IncidentsPage search={list.useSearch()} />;
}

export function IncidentRoute() {
  const { incidentId } = one.useParams();
  // Another incident is another page: nothing that was typed for the one may go to the other.
  return <IncidentPage key={incidentId} id={incidentId} />;
}

import { getRouteApi } from '@tanstack/react-router';
import { VulnerabilitiesPage } from './VulnerabilitiesPage';

const route = getRouteApi('/app/vulnerabilities');

export function VulnerabilitiesRoute() {
  return <VulnerabilitiesPage search={route.useSearch()} />;
}

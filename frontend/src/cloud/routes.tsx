import { getRouteApi } from '@tanstack/react-router';
import { CloudPage } from './CloudPage';

const route = getRouteApi('/app/cloud');

export function CloudRoute() {
  return <CloudPage search={route.useSearch()} />;
}

import { getRouteApi } from '@tanstack/react-router';
import { ErrorPage } from './ErrorPage';
import { ErrorsPage } from './ErrorsPage';

const list = getRouteApi('/app/observe/errors');
const one = getRouteApi('/app/observe/errors/$fingerprint');

export function ErrorsRoute() {
  const { service, status, q, sort } = list.useSearch();
  return <ErrorsPage search={{ service, status, q, sort }} />;
}

export function ErrorRoute() {
  const { fingerprint } = one.useParams();
  return <ErrorPage key={fingerprint} fingerprint={fingerprint} />;
}

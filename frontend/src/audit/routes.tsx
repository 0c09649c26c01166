import { getRouteApi } from '@tanstack/react-router';
import { AuditPage } from './AuditPage';

const route = getRouteApi('/app/observe/audit');

export function AuditRoute() {
  const { q, failed } = route.useSearch();
  return <AuditPage search={{ q, failed }} />;
}

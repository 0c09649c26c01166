import { getRouteApi } from '@tanstack/react-router';
import { TracePage } from './TracePage';
import { TracesPage } from './TracesPage';

const list = getRouteApi('/app/observe/traces');
const one = getRouteApi('/app/observe/traces/$traceId');

export function TracesRoute() {
  const { service, operation, status, min } = list.useSearch();
  return <TracesPage search={{ service, operation, status, min }} />;
}

export function TraceRoute() {
  const { traceId } = one.useParams();
  const { span } = one.useSearch();
  return <TracePage key={traceId} id={traceId} span={span} />;
}

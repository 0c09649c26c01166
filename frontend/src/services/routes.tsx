import { getRouteApi } from '@tanstack/react-router';
import { ServicePage } from './ServicePage';
import { ServicesPage } from './ServicesPage';

const one = getRouteApi('/app/observe/services/$serviceName');

export function ServicesRoute() {
  return <ServicesPage />;
}

export function ServiceRoute() {
  const { serviceName } = one.useParams();
  return <ServicePage key={serviceName} name={serviceName} />;
}

import { getRouteApi } from '@tanstack/react-router';
import { BrowserPage } from './BrowserPage';

const route = getRouteApi('/app/observe/browser');

export function BrowserRoute() {
  return <BrowserPage search={route.useSearch()} />;
}

import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, retainSearchParams } from '@tanstack/react-router';
import { readChannelSearch } from './alerting/search';
import { readAlertSearch } from './alerts/search';
import { readSpanSearch } from './analytics/search';
import { isUnauthorized } from './api/error';
import { readAuditSearch } from './audit/search';
import { readBrowserSearch } from './browser/search';
import { readCloudSearch } from './cloud/search';
import { readErrorSearch } from './errors/search';
import { readSearch } from './incidents/search';
import { readLogSearch } from './logs/search';
import { readMetricSearch } from './metrics/search';
import { readVulnerabilitySearch } from './security/search';
import { destination, safeNext } from './session/next';
import { forgetSession, mayHaveSession, meQuery } from './session/session';
import { refreshNowWhenStale } from './time/clock';
import { readRange, type RangeSearch } from './time/range';
import { readTracePageSearch, readTraceSearch } from './traces/search';
import { NotFoundPage } from './ui/NotFoundPage';
import { PagePending } from './ui/PagePending';
import { RouteError } from './ui/RouteError';

interface Context {
  queryClient: QueryClient;
}

interface NextSearch {
  next?: string | undefined;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet });

// Everything under this route needs a session, and the server is asked whether there is one.
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.query({ ...meQuery, staleTime: 'static' });
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      forgetSession();
      throw redirect({ to: '/login', search: { next: safeNext(location.href) }, replace: true });
    }
  },
  component: lazyRouteComponent(() => import('./shell/Shell'), 'Shell'),
});

const index = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/incidents', replace: true });
  },
});

const incidents = createRoute({
  getParentRoute: () => app,
  path: '/incidents',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./incidents/routes'), 'IncidentsRoute'),
});

const incident = createRoute({
  getParentRoute: () => app,
  path: '/incidents/$incidentId',
  component: lazyRouteComponent(() => import('./incidents/routes'), 'IncidentRoute'),
});

const alerts = createRoute({
  getParentRoute: () => app,
  path: '/alerts',
  validateSearch: readAlertSearch,
  component: lazyRouteComponent(() => import('./alerts/routes'), 'AlertsRoute'),
});

const conditions = createRoute({
  getParentRoute: () => app,
  path: '/alerts/conditions',
  component: lazyRouteComponent(() => import('./alerting/routes'), 'ConditionsPage'),
});

const newCondition = createRoute({
  getParentRoute: () => app,
  path: '/alerts/conditions/new',
  component: lazyRouteComponent(() => import('./alerting/routes'), 'NewConditionPage'),
});

const condition = createRoute({
  getParentRoute: () => app,
  path: '/alerts/conditions/$conditionId',
  component: lazyRouteComponent(() => import('./alerting/routes'), 'ConditionRoute'),
});

const policies = createRoute({
  getParentRoute: () => app,
  path: '/alerts/policies',
  component: lazyRouteComponent(() => import('./alerting/routes'), 'PoliciesPage'),
});

const channels = createRoute({
  getParentRoute: () => app,
  path: '/alerts/channels',
  validateSearch: readChannelSearch,
  component: lazyRouteComponent(() => import('./alerting/routes'), 'ChannelsRoute'),
});

const muting = createRoute({
  getParentRoute: () => app,
  path: '/alerts/muting',
  component: lazyRouteComponent(() => import('./alerting/routes'), 'MutingPage'),
});

// Pages that look at a time keep it from one to the next.
const observe = createRoute({
  getParentRoute: () => app,
  id: 'observe',
  validateSearch: readRange,
  search: { middlewares: [retainSearchParams<RangeSearch>(['range', 'from', 'to'])] },
  beforeLoad: ({ preload }) => {
    if (!preload) refreshNowWhenStale();
  },
  component: Outlet,
});

const logs = createRoute({
  getParentRoute: () => observe,
  path: '/logs',
  validateSearch: readLogSearch,
  component: lazyRouteComponent(() => import('./logs/routes'), 'LogsRoute'),
});

const overview = createRoute({
  getParentRoute: () => observe,
  path: '/overview',
  component: lazyRouteComponent(() => import('./overview/OverviewPage'), 'OverviewPage'),
});

const services = createRoute({
  getParentRoute: () => observe,
  path: '/services',
  component: lazyRouteComponent(() => import('./services/routes'), 'ServicesRoute'),
});

const service = createRoute({
  getParentRoute: () => observe,
  path: '/services/$serviceName',
  component: lazyRouteComponent(() => import('./services/routes'), 'ServiceRoute'),
});

const serviceMap = createRoute({
  getParentRoute: () => observe,
  path: '/service-map',
  component: lazyRouteComponent(() => import('./services/map/ServiceMapPage'), 'ServiceMapPage'),
});

const traces = createRoute({
  getParentRoute: () => observe,
  path: '/traces',
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import('./traces/routes'), 'TracesRoute'),
});

const trace = createRoute({
  getParentRoute: () => observe,
  path: '/traces/$traceId',
  validateSearch: readTracePageSearch,
  component: lazyRouteComponent(() => import('./traces/routes'), 'TraceRoute'),
});

const errors = createRoute({
  getParentRoute: () => observe,
  path: '/errors',
  validateSearch: readErrorSearch,
  component: lazyRouteComponent(() => import('./errors/routes'), 'ErrorsRoute'),
});

const error = createRoute({
  getParentRoute: () => observe,
  path: '/errors/$fingerprint',
  component: lazyRouteComponent(() => import('./errors/routes'), 'ErrorRoute'),
});

const hosts = createRoute({
  getParentRoute: () => observe,
  path: '/hosts',
  component: lazyRouteComponent(() => import('./hosts/routes'), 'HostsRoute'),
});

const host = createRoute({
  getParentRoute: () => observe,
  path: '/hosts/$hostname',
  component: lazyRouteComponent(() => import('./hosts/routes'), 'HostRoute'),
});

const metrics = createRoute({
  getParentRoute: () => observe,
  path: '/metrics',
  validateSearch: readMetricSearch,
  component: lazyRouteComponent(() => import('./metrics/routes'), 'MetricsRoute'),
});

const dashboards = createRoute({
  getParentRoute: () => observe,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('./dashboards/routes'), 'DashboardsRoute'),
});

const dashboard = createRoute({
  getParentRoute: () => observe,
  path: '/dashboards/$dashboardId',
  component: lazyRouteComponent(() => import('./dashboards/routes'), 'DashboardRoute'),
});

const browser = createRoute({
  getParentRoute: () => observe,
  path: '/browser',
  validateSearch: readBrowserSearch,
  component: lazyRouteComponent(() => import('./browser/routes'), 'BrowserRoute'),
});

const audit = createRoute({
  getParentRoute: () => observe,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./audit/routes'), 'AuditRoute'),
});

const vulnerabilities = createRoute({
  getParentRoute: () => app,
  path: '/vulnerabilities',
  validateSearch: readVulnerabilitySearch,
  component: lazyRouteComponent(() => import('./security/routes'), 'VulnerabilitiesRoute'),
});

const cloud = createRoute({
  getParentRoute: () => app,
  path: '/cloud',
  validateSearch: readCloudSearch,
  component: lazyRouteComponent(() => import('./cloud/routes'), 'CloudRoute'),
});

const analytics = createRoute({
  getParentRoute: () => app,
  path: '/analytics',
  validateSearch: readSpanSearch,
  component: lazyRouteComponent(() => import('./analytics/routes'), 'AnalyticsRoute'),
});

const aiUsage = createRoute({
  getParentRoute: () => app,
  path: '/ai-usage',
  validateSearch: readSpanSearch,
  component: lazyRouteComponent(() => import('./aiusage/routes'), 'AiUsageRoute'),
});

const slos = createRoute({
  getParentRoute: () => app,
  path: '/slos',
  component: lazyRouteComponent(() => import('./slos/SlosPage'), 'SlosPage'),
});

const synthetics = createRoute({
  getParentRoute: () => app,
  path: '/synthetics',
  component: lazyRouteComponent(() => import('./synthetics/routes'), 'MonitorsRoute'),
});

const monitor = createRoute({
  getParentRoute: () => app,
  path: '/synthetics/$monitorId',
  component: lazyRouteComponent(() => import('./synthetics/routes'), 'MonitorRoute'),
});

const integrations = createRoute({
  getParentRoute: () => app,
  path: '/settings/integrations',
  component: lazyRouteComponent(() => import('./integrations/IntegrationsPage'), 'IntegrationsPage'),
});

const connectors = createRoute({
  getParentRoute: () => app,
  path: '/settings/connectors',
  component: lazyRouteComponent(() => import('./connectors/ConnectorsPage'), 'ConnectorsPage'),
});

const retention = createRoute({
  getParentRoute: () => app,
  path: '/settings/retention',
  component: lazyRouteComponent(() => import('./retention/RetentionPage'), 'RetentionPage'),
});

const status = createRoute({
  getParentRoute: () => app,
  path: '/status',
  component: lazyRouteComponent(() => import('./status/StatusPage'), 'StatusPage'),
});

const profile = createRoute({
  getParentRoute: () => app,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('./settings/ProfilePage'), 'ProfilePage'),
});

const project = createRoute({
  getParentRoute: () => app,
  path: '/settings/project',
  component: lazyRouteComponent(() => import('./settings/ProjectPage'), 'ProjectPage'),
});

const members = createRoute({
  getParentRoute: () => app,
  path: '/settings/members',
  component: lazyRouteComponent(() => import('./settings/MembersPage'), 'MembersPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => app,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => import('./settings/ApiKeysPage'), 'ApiKeysPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: readNext,
  beforeLoad: ({ context, search }) => skipWhenSignedIn(context, search),
  component: lazyRouteComponent(() => import('./session/LoginPage'), 'LoginPage'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: readNext,
  beforeLoad: ({ context, search }) => skipWhenSignedIn(context, search),
  component: lazyRouteComponent(() => import('./session/RegisterPage'), 'RegisterPage'),
});

function readNext(search: Record<string, unknown>): NextSearch {
  // Named even when undefined: the router would pass the unchecked value on otherwise.
  return { next: safeNext(search.next) };
}

async function skipWhenSignedIn({ queryClient }: Context, { next }: NextSearch): Promise<void> {
  if (!mayHaveSession()) return;
  try {
    await queryClient.query({ ...meQuery, staleTime: 'static' });
  } catch (error) {
    // Whatever is wrong, the form is the right page: its own call will tell.
    if (isUnauthorized(error)) forgetSession();
    return;
  }
  throw redirect({ href: destination(next), replace: true });
}

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([app.addChildren([index, incidents, incident, alerts, conditions, newCondition, condition, policies, channels, muting, observe.addChildren([overview, logs, services, service, serviceMap, traces, trace, errors, error, hosts, host, metrics, dashboards, dashboard, browser, audit]), slos, vulnerabilities, cloud, analytics, aiUsage, synthetics, monitor, integrations, connectors, retention, status, profile, project, members, apiKeys]), login, register]),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: PagePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

import type { Page } from '@playwright/test';
import { deploy, lodash, openssl, post, sendHost, sendMetrics, sendShop, sendVisits, startShop, trivyReport, waitFor } from './telemetry';

/** Name, address, and what is there when the page has its data. */
export type ShopPage = readonly [name: string, path: string, ready: (page: Page) => Promise<unknown>];

/** A project with something on every page. */
export async function startFullShop(page: Page, baseURL: string): Promise<ShopPage[]> {
  const sender = await startShop(page);
  await deploy(sender, 'payments', '4.12.0', Date.now() - 340_000);
  const { failed } = await sendShop(sender);
  await sendHost(sender, 'db-3');
  await sendHost(sender, 'web-1');
  await sendMetrics(sender);
  await sendVisits(sender);
  await waitFor(page, '/api/v1/metrics/services-overview', (answer) => (answer as unknown[]).length >= 3);
  await waitFor(page, '/api/v1/errors/groups', (answer) => (answer as unknown[]).length > 0);
  const groups = await (await page.request.get('/api/v1/errors/groups')).json() as { fingerprint: string }[];
  const incident = await post(sender, '/api/v1/incidents', { title: 'Payments time out', severity: 'critical', service_name: 'payments' }) as { id: string };
  const widget = (id: string, title: string, type: string, width: number, query: object) => ({ id, title, type, width, height: 3, query });
  const dashboard = await post(sender, '/api/v1/dashboards', { name: 'The shop', widgets: [
    widget('a', 'Open orders by region', 'line', 8, { metric: 'orders.open', agg: 'avg', by: 'region' }),
    widget('b', 'Open orders', 'billboard', 4, { metric: 'orders.open', agg: 'sum' }),
    widget('c', 'Open orders over time', 'bar', 12, { metric: 'orders.open', agg: 'sum', by: 'region' }),
  ] }) as { dashboard_id: string };
  await post(sender, '/api/v1/slos', { name: 'Charges succeed', service_name: 'payments', sli_type: 'availability', target_percentage: 99.5, time_window_days: 30 });
  await post(sender, '/api/v1/slos', { name: 'Checkout is quick', service_name: 'web', sli_type: 'latency', threshold_ms: 2000, target_percentage: 95, time_window_days: 7 });
  const monitor = await post(sender, '/api/v1/synthetics/monitors', { name: 'Entry point', type: 'ping', url: `${baseURL}/alive`, frequency_seconds: 60, assertions: [] }) as { monitor_id: string };
  const condition = await post(sender, '/api/v1/alerts/conditions', { name: 'Charges fail', signal: 'trace', metric_name: 'error_rate', operator: 'gt', threshold: 5, duration_seconds: 300, severity: 'critical', service_name: 'payments' }) as { condition_id: string };
  await post(sender, '/api/v1/alerts/conditions', { name: 'Disk of a host', signal: 'host', metric_name: 'disk_percent', operator: 'gte', threshold: 90, duration_seconds: 300, severity: 'warning', group_by: ['host'] });
  const channel = await post(sender, '/api/v1/alerts/channels', { name: 'On-call chat', type: 'slack', config: { webhook_url: 'https://hooks.slack.com/services/T0/B0/x' }, enabled: false }) as { channel_id: string };
  await post(sender, '/api/v1/alerts/channels', { name: 'Mail of the team', type: 'email', config: { smtp_host: 'mail.example.com', from_email: 'sre@example.com', to_emails: ['team@example.com'] } });
  await post(sender, '/api/v1/alerts/policies', { name: 'Payments on call', condition_ids: [condition.condition_id], channel_ids: [channel.channel_id] });
  await post(sender, '/api/v1/alerts/muting-rules', { name: 'Weekly maintenance', repeat: 'weekly', match_criteria: { service_name: 'batch' } });
  await post(sender, '/api/v1/security/vulnerabilities/ingest?service_name=web', trivyReport([lodash, openssl]));
  await waitFor(page, `/api/v1/incidents/${incident.id}/hypotheses`, (answer) => (answer as unknown[]).length > 0);
  return [
    ['incidents', '/incidents', (at) => at.getByRole('link', { name: 'Payments time out' }).waitFor()],
    ['incident', `/incidents/${incident.id}`, (at) => at.getByText('Check next:').first().waitFor()],
    ['alerts', '/alerts', (at) => at.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor()],
    ['conditions', '/alerts/conditions', (at) => at.getByRole('list', { name: 'Conditions' }).waitFor()],
    ['condition', `/alerts/conditions/${condition.condition_id}`, (at) => at.getByText(/It would (not )?have fired/).waitFor()],
    ['policies', '/alerts/policies', (at) => at.getByText('Charges fail → On-call chat').waitFor()],
    ['channels', '/alerts/channels', (at) => at.getByRole('list', { name: 'Channels' }).waitFor()],
    ['muting', '/alerts/muting', (at) => at.getByRole('list', { name: 'Muting rules' }).waitFor()],
    ['services', '/services', (at) => at.getByRole('link', { name: 'payments' }).waitFor()],
    ['service', '/services/payments', (at) => at.getByRole('group', { name: 'Endpoints' }).waitFor()],
    ['service-map', '/service-map', (at) => at.getByRole('link', { name: /^payments/ }).waitFor()],
    ['logs', '/logs', (at) => at.getByRole('list', { name: 'Log lines' }).getByRole('button').first().waitFor()],
    ['log-patterns', '/logs?view=patterns', (at) => at.getByRole('list', { name: 'Patterns' }).getByRole('button').first().waitFor()],
    ['traces', '/traces', (at) => at.getByRole('list', { name: 'Traces' }).getByRole('link').first().waitFor()],
    ['trace', `/traces/${failed.trace}`, (at) => at.getByRole('list', { name: 'Spans' }).getByRole('button').first().waitFor()],
    ['span', `/traces/${failed.trace}?span=${failed.span}`, (at) => at.getByRole('dialog').getByText('exception.type').waitFor()],
    ['errors', '/errors', (at) => at.getByRole('list', { name: 'Errors' }).getByRole('link').first().waitFor()],
    ['error', `/errors/${groups[0]?.fingerprint ?? ''}`, (at) => at.getByLabel('Stack trace', { exact: true }).waitFor()],
    ['hosts', '/hosts', (at) => at.getByRole('link', { name: 'db-3' }).waitFor()],
    ['host', '/hosts/db-3', (at) => at.getByText('systemd').waitFor()],
    ['metrics', '/metrics?metric=orders.open&by=region', (at) => at.getByRole('figure', { name: /orders.open/ }).waitFor()],
    ['dashboards', '/dashboards', (at) => at.getByRole('link', { name: 'The shop' }).waitFor()],
    ['dashboard', `/dashboards/${dashboard.dashboard_id}`, (at) => at.getByRole('figure').first().waitFor()],
    ['real-users', '/browser', (at) => at.getByRole('row', { name: /^\/cart/ }).waitFor()],
    ['synthetics', '/synthetics', (at) => at.getByRole('link', { name: 'Entry point' }).waitFor()],
    ['monitor', `/synthetics/${monitor.monitor_id}`, (at) => at.getByRole('heading', { name: 'Entry point' }).waitFor()],
    ['status', '/status', (at) => at.locator('[data-service]').first().waitFor()],
    ['service-levels', '/slos', (at) => at.getByText('Charges succeed').first().waitFor()],
    ['analytics', '/analytics', (at) => at.getByRole('figure', { name: 'Mean time by day' }).waitFor()],
    ['vulnerabilities', '/vulnerabilities', (at) => at.getByRole('list', { name: 'Vulnerabilities' }).getByRole('button').first().waitFor()],
    ['ai-usage', '/ai-usage', (at) => at.getByText('No language model was asked').waitFor()],
    ['audit-log', '/audit', (at) => at.getByRole('list', { name: 'Audit entries' }).getByRole('button').first().waitFor()],
    ['project', '/settings/project', (at) => at.getByRole('button', { name: 'Save project' }).waitFor()],
    ['members', '/settings/members', (at) => at.getByRole('main').getByText('Ana Petrović').first().waitFor()],
    ['integrations', '/settings/integrations', (at) => at.getByText('No monitoring system is connected yet').waitFor()],
    ['connectors', '/settings/connectors', (at) => at.getByText('It is not switched on.').waitFor()],
    ['retention', '/settings/retention', (at) => at.getByRole('list', { name: 'Retention of logs' }).waitFor()],
    ['api-keys', '/settings/api-keys', (at) => at.getByRole('main').getByText('shop', { exact: true }).first().waitFor()],
    ['profile', '/settings/profile', (at) => at.getByRole('heading', { level: 1 }).waitFor()],
  ];
}

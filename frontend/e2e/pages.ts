import { expect, test, type Page } from '@playwright/test';
import { waitFor } from './telemetry';

/** Name, address, and what is there when the page has its data. */
export type ShopPage = readonly [name: string, path: string, ready: (page: Page) => Promise<unknown>];

/** Signs in to the project of the demo shop, which has something on every page. */
export async function enterDemoShop(page: Page): Promise<ShopPage[]> {
  const { E2E_DEMO_EMAIL: email, E2E_DEMO_PASSWORD: password } = process.env;
  test.skip(email === undefined || password === undefined, 'The demo shop is not open: start the platform with --demo, and set E2E_DEMO_EMAIL and E2E_DEMO_PASSWORD.');
  const login = await page.request.post('/api/v1/auth/login', { data: { email, password } });
  expect(login.ok(), await login.text()).toBe(true);
  const read = async <T>(path: string) => await (await page.request.get(path)).json() as T;

  await waitFor(page, '/api/v1/incidents', (answer) => (answer as { total: number }).total > 0);
  const incident = (await read<{ items: { id: string }[] }>('/api/v1/incidents')).items.at(-1)?.id ?? '';
  await waitFor(page, `/api/v1/incidents/${incident}/hypotheses`, (answer) => (answer as unknown[]).length > 0);
  await waitFor(page, '/api/v1/traces?service=checkout&status=error&limit=1', (answer) => (answer as unknown[]).length > 0);
  const [failed] = await read<{ trace_id: string }[]>('/api/v1/traces?service=checkout&status=error&limit=1');
  const trace = failed?.trace_id ?? '';
  const { spans } = await read<{ spans: { span_id: string; service_name: string; operation: string }[] }>(`/api/v1/traces/${trace}`);
  const span = spans.find(({ operation }) => operation === 'POST /api/orders')?.span_id ?? '';
  const [group] = await read<{ fingerprint: string }[]>('/api/v1/errors/groups');
  const [dashboard] = await read<{ dashboard_id: string }[]>('/api/v1/dashboards');
  const [monitor] = await read<{ monitor_id: string }[]>('/api/v1/synthetics/monitors');
  const condition = (await read<{ condition_id: string; name: string }[]>('/api/v1/alerts/conditions')).find(({ name }) => name === 'Orders fail');
  return [
    ['incidents', '/incidents', (at) => at.getByRole('list', { name: 'Incidents' }).getByRole('link').first().waitFor()],
    ['incident', `/incidents/${incident}`, (at) => at.getByText('Check next:').first().waitFor()],
    ['alerts', '/alerts', (at) => at.getByRole('list', { name: 'Alerts' }).getByRole('listitem').first().waitFor()],
    ['conditions', '/alerts/conditions', (at) => at.getByRole('list', { name: 'Conditions' }).waitFor()],
    ['condition', `/alerts/conditions/${condition?.condition_id ?? ''}`, (at) => at.getByText(/It would (not )?have fired/).waitFor()],
    ['policies', '/alerts/policies', (at) => at.getByText('→ Pager of the shop').waitFor()],
    ['channels', '/alerts/channels', (at) => at.getByRole('list', { name: 'Channels' }).waitFor()],
    ['muting', '/alerts/muting', (at) => at.getByRole('list', { name: 'Muting rules' }).waitFor()],
    ['overview', '/overview', (at) => at.getByRole('list', { name: 'Error budgets' }).getByText('Orders succeed').waitFor()],
    ['services', '/services', (at) => at.getByRole('link', { name: 'checkout' }).waitFor()],
    ['service', '/services/checkout', (at) => at.getByRole('group', { name: 'Endpoints' }).waitFor()],
    ['service-map', '/service-map', (at) => at.getByRole('link', { name: /^checkout/ }).waitFor()],
    ['logs', '/logs', (at) => at.getByRole('list', { name: 'Log lines' }).getByRole('button').first().waitFor()],
    ['log-patterns', '/logs?view=patterns', (at) => at.getByRole('list', { name: 'Patterns' }).getByRole('button').first().waitFor()],
    ['traces', '/traces', (at) => at.getByRole('list', { name: 'Traces' }).getByRole('link').first().waitFor()],
    ['trace', `/traces/${trace}`, (at) => at.getByRole('list', { name: 'Spans' }).getByRole('button').first().waitFor()],
    ['span', `/traces/${trace}?span=${span}`, (at) => at.getByRole('dialog').getByText('exception.type').waitFor()],
    ['errors', '/errors', (at) => at.getByRole('list', { name: 'Errors' }).getByRole('link').first().waitFor()],
    ['error', `/errors/${group?.fingerprint ?? ''}`, (at) => at.getByRole('heading', { level: 1 }).filter({ hasText: /Exception/ }).waitFor()],
    ['hosts', '/hosts', (at) => at.getByRole('link', { name: 'shop-core-1' }).waitFor()],
    ['host', '/hosts/shop-core-1', (at) => at.getByRole('group', { name: 'Containers' }).waitFor()],
    ['cloud', '/cloud', (at) => at.getByText('Nothing was found in a cloud yet').waitFor()],
    ['metrics', '/metrics?metric=process.memory.usage&by=service', (at) => at.getByRole('figure', { name: /process.memory.usage/ }).waitFor()],
    ['dashboards', '/dashboards', (at) => at.getByRole('link', { name: 'The shop' }).waitFor()],
    ['dashboard', `/dashboards/${dashboard?.dashboard_id ?? ''}`, (at) => at.getByRole('region', { name: 'Memory by service' }).getByRole('figure').first().waitFor()],
    ['real-users', '/browser', (at) => at.getByRole('row', { name: /^\/cart/ }).first().waitFor()],
    ['synthetics', '/synthetics', (at) => at.getByRole('link', { name: 'Entry point' }).waitFor()],
    ['monitor', `/synthetics/${monitor?.monitor_id ?? ''}`, (at) => at.getByRole('heading', { name: 'Entry point' }).waitFor()],
    ['status', '/status', (at) => at.locator('[data-service]').first().waitFor()],
    ['service-levels', '/slos', (at) => at.getByText('Orders succeed').first().waitFor()],
    ['analytics', '/analytics', (at) => at.getByRole('figure', { name: 'Mean time by day' }).waitFor()],
    ['vulnerabilities', '/vulnerabilities', (at) => at.getByRole('list', { name: 'Vulnerabilities' }).getByRole('button').first().waitFor()],
    ['ai-usage', '/ai-usage', (at) => at.getByText('No language model was asked').waitFor()],
    ['audit-log', '/audit', (at) => at.getByRole('list', { name: 'Audit entries' }).getByRole('button').first().waitFor()],
    ['project', '/settings/project', (at) => at.getByRole('button', { name: 'Save project' }).waitFor()],
    ['members', '/settings/members', (at) => at.getByRole('main').getByText('Demo', { exact: true }).first().waitFor()],
    ['integrations', '/settings/integrations', (at) => at.getByText('No monitoring system is connected yet').waitFor()],
    ['connectors', '/settings/connectors', (at) => at.getByText('It is not switched on.').waitFor()],
    ['retention', '/settings/retention', (at) => at.getByRole('list', { name: 'Retention of logs' }).waitFor()],
    ['api-keys', '/settings/api-keys', (at) => at.getByRole('main').getByText('Demo shop', { exact: true }).first().waitFor()],
    ['profile', '/settings/profile', (at) => at.getByRole('heading', { level: 1 }).waitFor()],
  ];
}

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test } from './fixtures';
import { deploy, post, sendHost, sendMetrics, sendShop, startShop, waitFor } from './telemetry';

// Pictures for docs/screenshots, made on demand: SCREENSHOTS=/a/folder npm run test:e2e -- screenshots
const folder = process.env.SCREENSHOTS ?? '';
const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 780 } };

test('pictures of the pages under Observe', async ({ page, guard, baseURL }) => {
  test.setTimeout(900_000);
  guard.allow(/./);
  const sender = await startShop(page);
  const { failed } = await sendShop(sender);
  await sendHost(sender, 'db-3');
  await sendHost(sender, 'web-1');
  await deploy(sender, 'payments', '4.12.0', Date.now() - 340_000);
  await waitFor(page, '/api/v1/metrics/services-overview', (answer) => (answer as unknown[]).length >= 3);
  await waitFor(page, '/api/v1/errors/groups', (answer) => (answer as unknown[]).length > 0);
  const groups = await (await page.request.get('/api/v1/errors/groups')).json() as { fingerprint: string }[];
  const incident = await post(sender, '/api/v1/incidents', { title: 'Payments time out', severity: 'critical', service_name: 'payments' }) as { id: string };
  await sendMetrics(sender);
  const widget = (id: string, title: string, type: string, width: number, query: object) => ({ id, title, type, width, height: 3, query });
  const dashboard = await post(sender, '/api/v1/dashboards', { name: 'The shop', widgets: [
    widget('a', 'Open orders by region', 'line', 8, { metric: 'orders.open', agg: 'avg', by: 'region' }),
    widget('b', 'Open orders', 'billboard', 4, { metric: 'orders.open', agg: 'sum' }),
    widget('c', 'Open orders over time', 'bar', 12, { metric: 'orders.open', agg: 'sum', by: 'region' }),
  ] }) as { dashboard_id: string };
  await post(sender, '/api/v1/slos', { name: 'Charges succeed', service_name: 'payments', sli_type: 'availability', target_percentage: 99.5, time_window_days: 30 });
  await post(sender, '/api/v1/slos', { name: 'Checkout is quick', service_name: 'web', sli_type: 'latency', threshold_ms: 2000, target_percentage: 95, time_window_days: 7 });
  await post(sender, '/api/v1/synthetics/monitors', { name: 'Entry point', type: 'ping', url: `${baseURL ?? ''}/alive`, frequency_seconds: 60, assertions: [] });
  const pages: [name: string, path: string, ready: (page: Page) => Promise<unknown>][] = [
    ['logs', '/logs', (at) => at.getByRole('list', { name: 'Log lines' }).getByRole('button').first().waitFor()],
    ['log-patterns', '/logs?view=patterns', (at) => at.getByRole('list', { name: 'Patterns' }).getByRole('button').first().waitFor()],
    ['services', '/services', (at) => at.getByRole('link', { name: 'payments' }).waitFor()],
    ['service', '/services/payments', (at) => at.getByRole('group', { name: 'Endpoints' }).waitFor()],
    ['service-map', '/service-map', (at) => at.getByRole('link', { name: /^payments/ }).waitFor()],
    ['traces', '/traces', (at) => at.getByRole('list', { name: 'Traces' }).getByRole('link').first().waitFor()],
    ['trace', `/traces/${failed.trace}`, (at) => at.getByRole('list', { name: 'Spans' }).getByRole('button').first().waitFor()],
    ['span', `/traces/${failed.trace}?span=${failed.span}`, (at) => at.getByRole('dialog').getByText('exception.type').waitFor()],
    ['errors', '/errors', (at) => at.getByRole('list', { name: 'Errors' }).getByRole('link').first().waitFor()],
    ['error', `/errors/${groups[0]?.fingerprint ?? ''}`, (at) => at.getByLabel('Stack trace', { exact: true }).waitFor()],
    ['hosts', '/hosts', (at) => at.getByRole('link', { name: 'db-3' }).waitFor()],
    ['host', '/hosts/db-3', (at) => at.getByText('systemd').waitFor()],
    ['metrics', '/metrics?metric=orders.open&by=region', (at) => at.getByRole('figure', { name: /orders.open/ }).waitFor()],
    ['dashboard', `/dashboards/${dashboard.dashboard_id}`, (at) => at.getByRole('figure').first().waitFor()],
    ['service-levels', '/slos', (at) => at.getByText('Charges succeed').first().waitFor()],
    ['synthetics', '/synthetics', (at) => at.getByRole('link', { name: 'Entry point' }).waitFor()],
    ['audit-log', '/audit', (at) => at.getByRole('list', { name: 'Audit entries' }).getByRole('button').first().waitFor()],
    ['incident', `/incidents/${incident.id}`, (at) => at.getByRole('heading', { name: 'Payments time out' }).waitFor()],
  ];
  const wanted = process.env.SCREENSHOT_PAGES?.split(',');
  for (const [name, path, ready] of pages.filter(([one]) => wanted?.includes(one) ?? true)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      await ready(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)));
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
      }
    }
  }
});

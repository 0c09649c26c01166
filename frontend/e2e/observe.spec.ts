import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';
import { deploy, post, sendHost, sendLongTrace, sendShop, startShop, waitFor } from './telemetry';

// Figures are summed up in the background; on a loaded machine that takes its time.
const slow = { timeout: 40_000 };

const hasServices = (answer: unknown) => (answer as { transactions: number }[]).filter(({ transactions }) => transactions > 0).length >= 3;

test('services show how they answer, and lead from a figure to the request that explains it', async ({ page }) => {
  test.setTimeout(180_000);
  const sender = await startShop(page);
  await page.goto('/services');
  await expect(page.getByText('No service has reported yet')).toBeVisible(slow);
  await expectAccessible(page);
  await sendShop(sender);
  await deploy(sender, 'payments', '4.12.0', Date.now() - 340_000);
  await waitFor(page, '/api/v1/metrics/services-overview', hasServices);
  await page.getByRole('button', { name: 'Refresh' }).click();
  const row = page.getByRole('row').filter({ hasText: 'payments' });
  await expect(row).toContainText('Failing', slow);
  await row.getByRole('link', { name: 'payments' }).click();

  await expect(page.getByRole('heading', { name: 'payments', level: 1 })).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Requests per minute of payments' })).toBeVisible(slow);
  await expect(page.getByRole('list', { name: 'Deployments' })).toContainText('4.12.0', slow);
  await expect(page.getByRole('group', { name: 'Endpoints' })).toContainText('/charges', slow);
  await expect(page.getByRole('list', { name: 'Errors' })).toContainText('TimeoutException', slow);
  await page.getByText('Values of Duration of requests of payments as a table').click();
  await expect(page.getByRole('group', { name: 'Values of Duration of requests of payments' })).toContainText('Deployment of 4.12.0');
  await page.getByRole('group', { name: 'Requests', exact: true }).getByRole('link', { name: /^Trace of POST \/charges/ }).first().click();
  await expect(page.getByRole('heading', { name: 'POST /checkout', level: 1 })).toBeVisible(slow);

  // The spans, one of them in detail, and what was logged in it.
  const spans = page.getByRole('list', { name: 'Spans' }).getByRole('button');
  await expect(spans).toHaveCount(5, slow);
  await spans.filter({ hasText: 'POST /charges' }).click();
  const drawer = page.getByRole('dialog', { name: 'POST /charges' });
  await expect(drawer).toContainText('exception.type');
  await expect(drawer.getByRole('region', { name: 'Logs of this span' })).toContainText('Charge of order', slow);
  await expectAccessible(page);
  await page.reload();
  await expect(drawer).toBeVisible(slow);
  await page.keyboard.press('Escape');
  await expect(page.getByText('POST /checkout answered 504').first()).toBeVisible(slow);
});

test('a service that nobody knows, a trace that is gone and a host that never spoke say so', async ({ page, guard }) => {
  guard.allow(/404/);
  await startShop(page);
  await page.goto('/services/no%2Fsuch%20service');
  await expect(page.getByText('This service has answered no request yet')).toBeVisible(slow);
  await page.goto('/traces/4bf92f3577b34da6a3ce929d0e0e4736');
  await expect(page.getByText('There is no such trace in this project')).toBeVisible(slow);
  await page.goto('/hosts/nowhere');
  await expect(page.getByText('There is no such host in this project')).toBeVisible(slow);
  await page.goto('/errors/00000000000000000000000000000000');
  await expect(page.getByText('There is no such error in this project')).toBeVisible(slow);
});

test('the map shows who calls whom, by keyboard too, and as a list', async ({ page }) => {
  const sender = await startShop(page);
  await sendShop(sender);
  await waitFor(page, '/api/v1/traces/services/dependency-map', (answer) => (answer as { edges: unknown[] }).edges.length === 2);
  await page.goto('/service-map');
  const box = page.getByRole('link', { name: /^checkout.*Calls payments\.$/ });
  await expect(box).toBeVisible(slow);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'List' }).click();
  await expect(page.getByRole('group', { name: 'Connections' }).getByRole('row')).toHaveCount(3);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await box.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
});

test('traces are filtered, and a trace of thousands of spans stays quick', async ({ page }) => {
  test.setTimeout(180_000);
  const sender = await startShop(page);
  const { failed } = await sendShop(sender);
  const long = await sendLongTrace(sender, 3000);
  await waitFor(page, `/api/v1/traces/${failed.trace}`, () => true);
  await page.goto('/traces');
  const rows = page.getByRole('list', { name: 'Traces' }).getByRole('link');
  await expect(rows.first()).toBeVisible(slow);
  await page.getByLabel('Result').selectOption('With errors');
  await expect(page).toHaveURL(/status=error/);
  await expect(page.getByRole('list', { name: 'Traces' }).getByRole('listitem')).toHaveCount(9, slow);
  await page.getByLabel('Duration').selectOption('Over 5 s');
  await expect(page.getByText('No trace matches in this time')).toBeVisible(slow);
  await page.getByRole('button', { name: 'Show all traces' }).click();
  await expect(rows.first()).toBeVisible(slow);

  await page.goto(`/traces/${long}`);
  const spans = page.getByRole('list', { name: 'Spans' });
  await expect(spans.getByRole('button').first()).toContainText('nightly import', slow);
  expect(await spans.getByRole('listitem').count()).toBeLessThan(100);
  await spans.getByRole('button').first().focus();
  await page.keyboard.press('End');
  await expect(spans.getByText('row 2999')).toBeVisible(slow);
});

test('an error is triaged, and a viewer of the list finds it by its state', async ({ page }) => {
  test.setTimeout(120_000);
  const sender = await startShop(page);
  await sendShop(sender);
  await waitFor(page, '/api/v1/errors/groups', (answer) => (answer as unknown[]).length > 0);
  await page.goto('/errors?service=payments');
  const rows = page.getByRole('list', { name: 'Errors' }).getByRole('link');
  await expect(rows.first()).toContainText('TimeoutException', slow);
  await expectAccessible(page);
  await rows.first().click();
  await expect(page.getByLabel('Stack trace', { exact: true })).toContainText('Payments.cs', slow);
  await expectAccessible(page);
  await page.getByLabel('State').selectOption('Investigating');
  await expect(page.getByLabel('Figures')).toContainText('Investigating', slow);
  await page.getByLabel('Assignee').selectOption('Ana Petrović');
  await expect(page.getByLabel('Figures')).toContainText('@example.com', slow);
  await page.getByLabel('Notes').fill('The provider has an incident.');
  await page.getByRole('button', { name: 'Save notes' }).click();
  await expect(page.getByRole('button', { name: 'Save notes' })).toBeDisabled(slow);
  await page.reload();
  await expect(page.getByLabel('Notes')).toHaveValue('The provider has an incident.', slow);
  await page.getByRole('link', { name: 'Errors' }).first().click();
  await page.getByLabel('State').selectOption('Investigating');
  await expect(rows).toHaveCount(1, slow);
});

test('hosts show what they use, over time and by process', async ({ page }) => {
  const sender = await startShop(page);
  await page.goto('/hosts');
  await expect(page.getByText('No host reported in this time')).toBeVisible(slow);
  await sendHost(sender, 'db-3');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'db-3' })).toContainText('Busy', slow);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'db-3' }).click();
  await expect(page.getByRole('figure', { name: 'Processor of db-3' })).toBeVisible(slow);
  await expect(page.getByRole('group', { name: 'Processes' })).toContainText('postgres', slow);
  await expectAccessible(page);
});

test('the room of an incident shows the telemetry of its time', async ({ page }) => {
  test.setTimeout(120_000);
  const sender = await startShop(page);
  await sendShop(sender);
  await waitFor(page, '/api/v1/metrics/services-overview', hasServices);
  const incident = await post(sender, '/api/v1/incidents', { title: 'Payments time out', severity: 'critical', service_name: 'payments' }) as { id: string };
  await page.goto(`/incidents/${incident.id}`);
  const telemetry = page.getByRole('region', { name: 'Telemetry of payments' });
  await expect(telemetry.getByRole('figure', { name: 'Failed requests of payments' })).toBeVisible(slow);
  await expect(telemetry.getByRole('figure', { name: 'Lines over time' })).toBeVisible(slow);
  await expectAccessible(page);
  await telemetry.getByRole('link', { name: 'Logs' }).click();
  await expect(page).toHaveURL(/\/logs\?.*service=payments/);
  await expect(page).toHaveURL(/from=/);
  await expect(page.getByRole('list', { name: 'Log lines' }).getByRole('button').first()).toContainText('payments', slow);
});

test('the palette goes anywhere by a few letters', async ({ page }) => {
  const sender = await startShop(page);
  const { failed } = await sendShop(sender);
  await post(sender, '/api/v1/incidents', { title: 'Payments time out', severity: 'high', service_name: 'payments' });
  await waitFor(page, '/api/v1/metrics/services', (answer) => (answer as string[]).includes('payments'));
  await page.goto('/hosts');
  await expect(page.getByRole('heading', { name: 'Hosts', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Go to' });
  const input = palette.getByRole('combobox');
  await expect(input).toBeFocused(slow);
  await expectAccessible(page);
  await input.fill('time out');
  await expect(palette.getByRole('option', { name: /Payments time out/ })).toBeVisible(slow);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Payments time out', level: 1 })).toBeVisible(slow);
  await page.keyboard.press('Control+k');
  await input.fill('checkout service');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible(slow);
  await page.keyboard.press('Control+k');
  await input.fill(failed.trace);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'POST /checkout', level: 1 })).toBeVisible(slow);
  await page.locator('body').press('g');
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { name: 'Errors', level: 1 })).toBeVisible(slow);
});

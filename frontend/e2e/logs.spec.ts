import type { Page } from '@playwright/test';
import { expectAccessible, expectContrast } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { sendLines, sendShop, startShop, waitFor } from './telemetry';

// Lines are searched in parts of the database that others use, too: on a loaded machine that takes its time.
const slow = { timeout: 40_000 };

const lines = (page: Page) => page.getByRole('list', { name: 'Log lines' });
const found = (page: Page) => lines(page).getByRole('button');

test('a project without logs says how to send some', async ({ page }) => {
  await startShop(page);
  await page.goto('/logs');
  await expect(page.getByText('No lines in this time')).toBeVisible(slow);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'API key', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
});

test('logs are searched, counted, filtered by what a line says, and followed to their trace', async ({ page, guard }) => {
  test.setTimeout(180_000);
  const sender = await startShop(page);
  await sendShop(sender);
  await page.goto('/logs');
  await expect(found(page).first()).toBeVisible(slow);
  await expect(page.getByRole('figure', { name: 'Lines over time' })).toBeVisible(slow);

  // The search language, with a mistake and with the help.
  guard.allow(/400.*logs/);
  await page.keyboard.press('/');
  await page.keyboard.type('level:error (order');
  await expect(page.locator('#log-query-problem')).toBeVisible(slow);
  await page.getByRole('button', { name: 'The search language' }).click();
  await expect(page.getByRole('dialog', { name: 'The search language' })).toBeVisible();
  await page.getByRole('button', { name: 'level:error', exact: true }).click();
  await expect(page).toHaveURL(/q=level/);
  await expect(found(page).first()).toContainText('did not answer', slow);
  await expect(page.getByText(/^\d+ lines, the newest first/)).toBeVisible(slow);

  // A reload, and a link of somebody else, show the same.
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search logs' })).toHaveValue('level:error');
  await expect(found(page).first()).toContainText('ERROR', slow);

  // The line: its attributes become filters, its trace is one click away.
  await found(page).first().click();
  const drawer = page.getByRole('dialog', { name: 'Log line' });
  await expect(drawer.getByText('acme-pay')).toBeVisible(slow);
  await expect(page).toHaveURL(/line=/);
  await expect(drawer.getByRole('region', { name: 'Around this line' }).getByRole('button').first()).toBeVisible();
  await expectAccessible(page);
  await drawer.getByRole('button', { name: 'No lines with provider acme-pay' }).click();
  await expect(page.getByText('No line matches in this time')).toBeVisible(slow);
  await page.goBack();
  await expect(drawer.getByText('acme-pay')).toBeVisible(slow);
  await drawer.getByRole('link', { name: 'Open the trace' }).click();
  await expect(page.getByRole('dialog', { name: 'POST /charges' })).toBeVisible(slow);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'POST /checkout', level: 1 })).toBeVisible(slow);
});

test('patterns group what differs in details only and lead to their lines', async ({ page }) => {
  const sender = await startShop(page);
  await sendShop(sender);
  await waitFor(page, '/api/v1/logs/patterns', (answer) => (answer as { patterns: unknown[] }).patterns.length > 0);
  await page.goto('/logs?view=patterns');
  const pattern = page.getByRole('list', { name: 'Patterns' }).getByRole('button').filter({ hasText: 'was placed' });
  await expect(pattern).toBeVisible(slow);
  await expectAccessible(page);
  await pattern.click();
  await expect(found(page).first()).toContainText('was placed', slow);
  await expect(page).toHaveURL(/pattern/);
});

test('a drag over the histogram chooses the time, which the next page keeps', async ({ page }) => {
  const sender = await startShop(page);
  await sendShop(sender);
  await page.goto('/logs');
  await expect(found(page).first()).toBeVisible(slow);
  const canvas = page.locator('[data-chart="Lines over time"] .u-over');
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('no chart');
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  const chosen = new URL(page.url()).searchParams.get('from');
  await expect(page.getByRole('button', { name: /^Time: / })).not.toContainText('Last hour');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Services' }).click();
  await expect(page.getByRole('heading', { name: 'Services', level: 1 })).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe(chosen);
  await page.getByRole('button', { name: /^Time: / }).click();
  await page.getByRole('button', { name: 'Last 6 hours' }).click();
  await expect(page).toHaveURL(/range=6h/);
  await expect(page).not.toHaveURL(/from=/);
});

test('the live tail shows lines as they come, holds them when asked to, and keeps up with many', async ({ page }) => {
  test.setTimeout(180_000);
  const sender = await startShop(page);
  await page.goto('/logs?service=checkout');
  await page.getByRole('button', { name: 'Live tail' }).click();
  await expect(page.getByText('Waiting for new lines')).toBeVisible();
  await expect(page.getByRole('main').getByText('Live', { exact: true })).toBeVisible(slow);
  await sendLines(sender, [{ service: 'checkout', message: 'Order 1 was placed' }, { service: 'web', message: 'not of this service' }]);
  const tail = page.getByRole('list', { name: 'New log lines' });
  await expect(tail.getByRole('button')).toHaveCount(1, slow);
  await expect(tail).toContainText('Order 1 was placed');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Pause' }).click();
  await sendLines(sender, [{ service: 'checkout', message: 'Order 2 was placed' }]);
  await expect(page.getByRole('button', { name: '1 new line' })).toBeVisible(slow);
  await expect(tail.getByRole('button')).toHaveCount(1);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(tail.getByRole('button').first()).toContainText('Order 2', slow);

  // 2,000 lines: all of them are kept, only those in sight exist.
  for (let batch = 0; batch < 10; batch += 1) {
    await sendLines(sender, Array.from({ length: 200 }, (_, index) => ({ service: 'checkout', message: `Order ${batch}-${index} was placed` })));
  }
  await expect.poll(async () => Number(await page.locator('[data-tail-count]').getAttribute('data-tail-count')), { timeout: 60_000 }).toBeGreaterThanOrEqual(1800);
  expect(await tail.getByRole('listitem').count()).toBeLessThan(120);
});

test('a line, or a log, that cannot be read says so', async ({ page, guard }) => {
  guard.allow(/404/, /503/, /400/);
  await startShop(page);
  await page.goto('/logs?line=nonsense');
  await expect(page.getByRole('dialog').getByText('This line is not there')).toBeVisible(slow);
  await page.route('**/api/v1/logs/search?**', (route) => route.fulfill({ status: 503, json: { detail: 'log-service is not available.' } }));
  await page.goto('/logs');
  await expect(page.getByText('The lines could not be read')).toBeVisible(slow);
  await page.unroute('**/api/v1/logs/search?**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No lines in this time')).toBeVisible(slow);
});

test('the lines are read by keyboard, and the values of the chart as a table, in both themes and on a phone', async ({ page }) => {
  const sender = await startShop(page);
  await sendShop(sender);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/logs');
  await expect(found(page).first()).toBeVisible(slow);
  await expect(page.getByRole('figure', { name: 'Lines over time' })).toBeVisible(slow);
  await found(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(lines(page).getByRole('listitem').nth(1).getByRole('button')).toBeFocused();
  await page.keyboard.press('End');
  await expect(lines(page).locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Log line' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByText('Values of Lines over time as a table').click();
  await expect(page.getByRole('table').getByRole('columnheader', { name: 'Error' })).toBeVisible();
  await expectAccessible(page);
  await expectContrast(page, 'dark');
  await expectNoOverflow(page);
});

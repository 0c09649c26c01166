import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { deploy, post, sendShop, startShop, waitFor } from './telemetry';

const slow = { timeout: 40_000 };

test('the overview says how the project is doing, and each number leads to its page', async ({ page }) => {
  test.setTimeout(180_000);
  const sender = await startShop(page);
  await page.goto('/overview');
  await expect(page.getByText('Nothing has reported yet')).toBeVisible(slow);
  await expect(page.getByRole('main').getByRole('link', { name: 'Make an API key' })).toHaveAttribute('href', '/settings/api-keys');
  await expectAccessible(page);

  await sendShop(sender);
  await deploy(sender, 'payments', '4.12.0', Date.now() - 340_000);
  await waitFor(page, '/api/v1/metrics/services-overview', (answer) => (answer as { transactions: number }[]).filter(({ transactions }) => transactions > 0).length >= 3);
  await page.getByRole('button', { name: 'Refresh' }).click();
  const glance = page.getByRole('list', { name: 'At a glance' });
  await expect(glance.getByRole('listitem').filter({ hasText: 'Services' })).toContainText('3 failing', slow);
  await expect(glance.getByRole('listitem').filter({ hasText: 'Open incidents' })).toContainText('Nothing is open');
  await expect(glance.getByRole('listitem').filter({ hasText: 'Monitors' })).toContainText('No monitors yet');
  await expect(page.getByRole('region', { name: 'Services' }).getByRole('row', { name: /^payments Failing/ })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Deployments' })).toContainText('payments 4.12.0', slow);
  await expect(page.getByRole('region', { name: 'Error budgets' })).toContainText('No objectives yet.');
  await expectAccessible(page);

  // What happens shows without a reload.
  await post(sender, '/api/v1/incidents', { title: 'Orders are lost', service_name: 'checkout', severity: 'critical' });
  await expect(glance.getByRole('listitem').filter({ hasText: 'Open incidents' })).toContainText('1 critical', slow);
  await expect(page.getByRole('region', { name: 'Open incidents' }).getByRole('link', { name: 'Orders are lost' })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);

  await glance.getByRole('link', { name: 'Open incidents' }).click();
  await expect(page).toHaveURL(/\/incidents\?state=/);
  await expect(page.getByRole('link', { name: 'Orders are lost' })).toBeVisible();
});

import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { startShop } from './telemetry';

const slow = { timeout: 30_000 };

test('the overview says how the project is doing, and each number leads to its page', async ({ page }) => {
  test.setTimeout(120_000);
  await startShop(page);
  await page.goto('/overview');
  const glance = page.getByRole('list', { name: 'At a glance' });
  await expect(glance.getByRole('listitem').filter({ hasText: 'Services' })).toContainText(/failing|degraded|none fails/, slow);
  await expect(glance.getByRole('listitem').filter({ hasText: 'Open incidents' })).toContainText('Nothing is open');
  await expect(glance.getByRole('listitem').filter({ hasText: 'Monitors' })).toContainText('No monitors yet');
  await expect(page.getByRole('region', { name: 'Services' }).getByRole('row', { name: /^checkout/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Error budgets' })).toContainText('No objectives yet.');
  await expectAccessible(page);

  // What happens shows without a reload.
  const opened = await page.request.post('/api/v1/incidents', { data: { title: 'Orders are lost', service_name: 'checkout', severity: 'critical' } });
  expect(opened.status(), await opened.text()).toBeLessThan(300);
  await expect(glance.getByRole('listitem').filter({ hasText: 'Open incidents' })).toContainText('1 critical', slow);
  await expect(page.getByRole('region', { name: 'Open incidents' }).getByRole('link', { name: 'Orders are lost' })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);

  await glance.getByRole('link', { name: 'Open incidents' }).click();
  await expect(page).toHaveURL(/\/incidents\?state=/);
  await expect(page.getByRole('link', { name: 'Orders are lost' })).toBeVisible();
});

test('a new project is told how to begin', async ({ userPage: page }) => {
  await page.goto('/overview');
  await expect(page.getByText('Nothing has reported yet')).toBeVisible(slow);
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Make an API key' }).click();
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
});

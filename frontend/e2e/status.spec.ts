import { expect, expectAllServices, test } from './fixtures';

const degraded = {
  status: 'degraded',
  checked_at: '2026-03-01T10:20:30Z',
  services: [
    { name: 'ai-service', status: 'unreachable', response_time_ms: 2000, detail: 'It could not be reached.' },
    { name: 'auth-service', status: 'healthy', response_time_ms: 4, detail: null },
    { name: 'log-service', status: 'unhealthy', response_time_ms: 9, detail: 'PostgreSQL did not answer.' },
  ],
};

test('what needs attention comes first, with the reason and what to look at', async ({ userPage: page }) => {
  await page.route('**/api/v1/status', (route) => route.fulfill({ json: degraded }));
  await page.goto('/status');
  await expect(page.getByText('2 of 3 services need attention')).toBeVisible();
  await expect(page.locator('[data-service]').first()).toHaveAttribute('data-service', 'ai-service');
  await expect(page.locator('[data-service=ai-service]')).toContainText('Check that it is running');
  await expect(page.locator('[data-service=log-service]')).toContainText('PostgreSQL did not answer.');
});

test('without a connection the last status stays, marked as old, and comes back by itself', async ({ userPage: page, guard }) => {
  guard.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.goto('/status');
  await expectAllServices(page);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText('No fresh answer: this is the last known status')).toBeVisible();
  await expect(page.getByText('No connection')).toBeVisible();
  await expectAllServices(page);
  await page.context().setOffline(false);
  await expect(page.getByText('No fresh answer')).toBeHidden({ timeout: 15_000 });
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
});

test('a status that cannot be read at all is an error with a reason, not a healthy page', async ({ userPage: page, guard }) => {
  guard.allow(/503/);
  await page.route('**/api/v1/status', (route) => route.fulfill({ status: 503, json: { detail: 'api-gateway is starting.' } }));
  await page.goto('/status');
  await expect(page.getByText('The status could not be read')).toBeVisible();
  await expect(page.getByText('api-gateway is starting.')).toBeVisible();
  await expect(page.getByText('API unavailable')).toBeVisible();
});

test('an outage at the start is shown as such and ends by itself', async ({ userPage: page, guard }) => {
  guard.allow(/503/, /ApiError/);
  await page.route('**/api/v1/auth/me', (route) => route.fulfill({ status: 503, json: { detail: 'auth-service is not available.' } }));
  await page.goto('/status');
  await expect(page.getByRole('heading', { name: 'SRE Copilot does not answer' })).toBeVisible({ timeout: 15_000 });
  await page.unroute('**/api/v1/auth/me');
  await expectAllServices(page);
});

import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { asViewer, deploy, post, sendShop, startShop, waitFor } from './telemetry';

const slow = { timeout: 60_000 };

test('a likely cause is shown with its evidence, leads to the telemetry of that time, and is judged', async ({ page, browser }) => {
  test.setTimeout(300_000);
  const sender = await startShop(page);
  const now = Date.now();
  await deploy(sender, 'payments', '4.11.2', now - 12 * 60_000);
  await sendShop(sender);
  await waitFor(page, '/api/v1/metrics/services-overview', (answer) => (answer as { name: string; transactions: number }[]).some(({ name, transactions }) => name === 'payments' && transactions > 0));
  const incident = await post(sender, '/api/v1/incidents', { title: 'Charges fail', severity: 'critical', service_name: 'payments' }) as { id: string };
  await waitFor(page, `/api/v1/incidents/${incident.id}/hypotheses`, (answer) => (answer as unknown[]).length > 0);
  await page.goto(`/incidents/${incident.id}`);
  const cause = page.getByRole('list', { name: 'Likely causes' }).getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) }).first();
  await expect(cause.getByRole('meter', { name: 'Confidence' })).toBeVisible(slow);
  await expect(cause.getByText(/\d+ % confidence, \d+ to \d+ %/)).toBeVisible();
  await expect(cause.getByText('Speaks for it')).toBeVisible();
  await expect(cause.getByText('Check next:')).toBeVisible();
  await expect(page.getByText('No language model was asked: nothing was spent.')).toBeVisible(slow);
  await cause.getByRole('button', { name: 'Right' }).click();
  await expect(cause.getByRole('button', { name: 'Right' })).toHaveAttribute('aria-pressed', 'true', slow);
  await page.getByRole('button', { name: 'Analyse again' }).click();
  await expect(page.getByRole('button', { name: 'Analyse again' })).toBeEnabled();
  await expect(page.getByText('It was not analysed again')).toBeHidden();
  await page.reload();
  await expect(cause.getByRole('button', { name: 'Right' })).toHaveAttribute('aria-pressed', 'true', slow);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);

  const theirs = await asViewer(sender, browser);
  await theirs.goto(`/incidents/${incident.id}`);
  await expect(theirs.getByText(/accepted it/)).toBeVisible(slow);
  await expect(theirs.getByRole('button', { name: 'Analyse again' })).toHaveCount(0);
  await expect(theirs.getByRole('button', { name: 'Right' })).toHaveCount(0);
  await theirs.context().close();

  await cause.getByRole('listitem').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/(services|traces|errors|logs|metrics|hosts|alerts)\b/);
});

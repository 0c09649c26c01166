import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { asViewer, startShop } from './telemetry';

const slow = { timeout: 60_000 };

/** A Jenkins without jobs; it knows one user and one token. */
async function startJenkins() {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Basic ${Buffer.from('ana:t0ken').toString('base64')}`;
    response.writeHead(isKnown ? 200 : 401, { 'Content-Type': 'application/json', 'X-Jenkins': '2.479' }).end(JSON.stringify({ id: 'ana', fullName: 'Ana', jobs: [] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

test('a CI system is tried, connected, read, given a new secret and removed', async ({ page }) => {
  test.setTimeout(240_000);
  await startShop(page);
  const jenkins = await startJenkins();
  await page.goto('/settings/connectors');
  await expect(page.getByText('No CI/CD system is connected yet.')).toBeVisible(slow);
  await expect(page.getByText('No cloud is connected yet.')).toBeVisible(slow);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect a CI/CD system' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('System').selectOption('Jenkins');
  await dialog.getByLabel('Name').fill('Jenkins of the shop');
  await dialog.getByLabel('Address').fill(jenkins.url);
  await dialog.getByLabel('User').fill('ana');
  await dialog.getByLabel('API token').fill('wrong');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(dialog.getByText('It does not work yet')).toBeVisible(slow);
  await expectAccessible(page);
  await dialog.getByLabel('API token').fill('t0ken');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(dialog.getByText(/^It works\./)).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Connect' }).click();
  const secret = (await dialog.getByLabel('Webhook secret', { exact: true }).textContent(slow)) ?? '';
  expect(secret.length).toBeGreaterThan(15);
  await expect(dialog.getByLabel('Webhook address', { exact: true })).toContainText('/api/v1/cicd/webhooks/');
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('list', { name: 'CI/CD systems' }).getByRole('listitem');
  await row.getByRole('button', { name: 'Sync now' }).click();
  await expect(row).toContainText('Connected', slow);
  await row.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByLabel('API token')).toHaveValue('');
  await dialog.getByLabel('Name').fill('Jenkins, old');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('Jenkins, old', slow);
  await row.getByRole('button', { name: 'New secret' }).click();
  await dialog.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(dialog.getByLabel('Webhook secret', { exact: true })).not.toHaveText(secret, slow);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
  await expectAccessible(page);
  await row.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No CI/CD system is connected yet.')).toBeVisible(slow);
  jenkins.stop();
});

test('credentials of a cloud are checked before they are sent, and the deployment hook shows its script once', async ({ page }) => {
  test.setTimeout(240_000);
  await startShop(page);
  await page.goto('/settings/connectors');
  await page.getByRole('button', { name: 'Connect a cloud' }).click(slow);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('System').selectOption('Google Cloud');
  await dialog.getByLabel('Name').fill('Shop');
  await dialog.getByLabel('Key of a service account').fill('/etc/passwd');
  await expect(dialog.getByText('This is not the JSON document of a key.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Connect' })).toBeDisabled();
  await dialog.getByLabel('Key of a service account').fill('{"type":"service_account"}');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(dialog.getByText('It does not work yet')).toBeVisible(slow);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Switch the hook on' }).click();
  await expect(page.getByLabel('Deployment script', { exact: true })).toContainText('X-Webhook-Signature', slow);
  await page.reload();
  await expect(page.getByText(/^On; its secret was made/)).toBeVisible(slow);
  await expect(page.getByLabel('Deployment script', { exact: true })).toBeHidden();
});

test('data is kept as long as an admin says, and a viewer can only look', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const sender = await startShop(page);
  await page.goto('/settings/retention');
  const logs = page.getByRole('list', { name: 'Retention of logs' }).getByRole('listitem').first();
  await logs.getByRole('textbox').fill('7', slow);
  await logs.getByRole('button', { name: /^Save/ }).click();
  await expect(logs).toContainText('7 days, by default', slow);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
  const theirs = await asViewer(sender, browser);
  await theirs.goto('/settings/retention');
  await expect(theirs.getByText('7 days, by default')).toBeVisible(slow);
  await expect(theirs.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await theirs.goto('/settings/connectors');
  await expect(theirs.getByText('No cloud is connected yet.')).toBeVisible(slow);
  await expect(theirs.getByRole('main').getByRole('button')).toHaveCount(0);
  await theirs.context().close();
  await logs.getByRole('button', { name: /^Default/ }).click();
  await expect(logs).toContainText('the default', slow);
});

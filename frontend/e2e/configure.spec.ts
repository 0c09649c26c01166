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

test('what runs in a cloud is listed, searched and paged, with what changed', async ({ page }) => {
  test.setTimeout(180_000);
  await startShop(page);
  await page.goto('/cloud');
  await expect(page.getByText('Nothing was found in a cloud yet')).toBeVisible(slow);
  await expect(page.getByText('No sync has found a change yet.')).toBeVisible(slow);
  await expectAccessible(page);

  // A cloud is outside this machine: cloud-connector-service answers here as its API document says.
  const now = new Date().toISOString();
  const asked: string[] = [];
  await page.route('**/api/v1/cloud/resources?**', (route) => {
    asked.push(new URL(route.request().url()).search);
    return route.fulfill({ json: { total: 120, resources: Array.from({ length: 50 }, (_, index) => ({
      resource_id: `i-${index}`, connection_id: '7d9f2c1e-0000-4000-8000-000000000000', kind: 'compute', type: 'ec2_instance', name: `web-${index}`, region: 'eu-central-1', state: 'running',
      health: index === 0 ? 'unhealthy' : 'healthy', size: 't3.large', tags: { team: 'shop', tier: 'web' }, cpu_percent: index, measured_at: now, first_seen_at: now, last_seen_at: now,
    })) } });
  });
  await page.route('**/api/v1/cloud/changes?**', (route) => route.fulfill({ json: { next: null, changes: [{
    id: 7, connection_id: '7d9f2c1e-0000-4000-8000-000000000000', resource_id: 'i-0', kind: 'compute', type: 'ec2_instance', name: 'web-0', region: 'eu-central-1', change: 'changed',
    fields: { size: { before: 't3.medium', after: 't3.large' } }, at: now,
  }] } }));
  await page.reload();
  await expect(page.getByRole('heading', { name: '120 resources' })).toBeVisible(slow);
  await expect(page.getByRole('row', { name: /^web-0 ?team=shop tier=web Unhealthy running ec2 instance · t3.large eu-central-1/ })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Changes' })).toContainText('size: t3.medium → t3.large');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'After' }).click();
  await expect(page.getByText('Page 2 of 3')).toBeVisible();
  await page.getByLabel('Kind').selectOption('Compute');
  await page.getByLabel('Health').selectOption('Unhealthy');
  await expect(page).toHaveURL('/cloud?kind=compute&health=unhealthy');
  await expect.poll(() => asked).toEqual(expect.arrayContaining(['?limit=50&offset=50', '?limit=50&offset=0&kind=compute&health=unhealthy']));
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});

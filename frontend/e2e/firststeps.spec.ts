import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAccessible } from './accessible';
import { expect, expectStartPage, newAccount, noSession, test } from './fixtures';
import { findProgram, freePort, openTelemetryApp, runProgram, startProgram } from './programs';

const slow = { timeout: 60_000 };

// Nothing but what the pages say: where to click, and what to tell the programs.
test('a new user gets from registering to a chart of their own OpenTelemetry data and an incident of their own Alertmanager', async ({ page, guard }) => {
  test.setTimeout(240_000);
  guard.allow(noSession);
  const account = newAccount();
  await page.goto('/');
  await page.getByRole('link', { name: 'Create an account' }).click(slow);
  await page.getByLabel('Full name').fill(account.full_name);
  await page.getByLabel('Team').fill(account.tenant_name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expectStartPage(page);

  await page.getByRole('link', { name: 'Services', exact: true }).click();
  await page.getByRole('link', { name: 'API key', exact: true }).click(slow);
  await page.getByRole('button', { name: 'New API key' }).click(slow);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('checkout, production');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog.getByText('Waiting for its first request…')).toBeVisible(slow);
  await expectAccessible(page);
  const variables = await dialog.getByLabel('Configuration', { exact: true }).innerText();
  await runProgram(process.execPath, [openTelemetryApp, '20'], Object.fromEntries(variables.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) as [string, string])));
  await expect(dialog.getByText(/^It sent something/)).toBeVisible(slow);
  await dialog.getByRole('link', { name: 'Services' }).click();
  await page.getByRole('link', { name: 'my-service' }).click(slow);
  const chart = page.getByRole('figure', { name: 'Requests per minute of my-service' });
  await expect(chart).toBeVisible(slow);
  await expect(chart).not.toContainText('no values', slow);

  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.getByRole('button', { name: 'Connect a monitoring system' }).click(slow);
  const port = await freePort();
  await dialog.getByLabel('Name').fill('Alertmanager, Frankfurt');
  await dialog.getByLabel('Its address').fill(`http://127.0.0.1:${port}`);
  await dialog.getByRole('button', { name: 'Connect' }).click();
  const folder = await mkdtemp(join(tmpdir(), 'first-steps-'));
  const file = join(folder, 'alertmanager.yml');
  await writeFile(file, await dialog.getByLabel('Configuration', { exact: true }).innerText());
  const alertmanager = await startProgram(
    findProgram('prometheus-alertmanager'), [`--config.file=${file}`, `--storage.path=${folder}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
    `http://127.0.0.1:${port}/-/ready`);
  try {
    const alert = { labels: { alertname: 'DiskFull', severity: 'critical', service: 'postgres' }, annotations: { summary: 'Disk of db-3 is 97 % full' } };
    expect((await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify([alert]) })).status).toBe(200);
    await expect(dialog.getByText(/^Received/)).toBeVisible(slow);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('navigation').getByRole('link', { name: /^Incidents/ }).click();
    await page.getByRole('link', { name: /DiskFull|Disk of db-3/ }).click(slow);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/DiskFull|Disk of db-3/, slow);
  } finally {
    await alertmanager.stop();
    await rm(folder, { recursive: true });
  }
});

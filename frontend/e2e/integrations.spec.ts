import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, expectStartPage, newAccount, test } from './fixtures';

test('following the page alone, an Alertmanager is connected and its alert becomes an incident, live', async ({ page, request }) => {
  expect((await page.request.post('/api/v1/auth/register', { data: newAccount() })).status()).toBe(200);
  await page.goto('/');
  await expectStartPage(page);
  await page.getByRole('link', { name: 'Integrations' }).click();
  await expect(page.getByText('No monitoring system is connected yet')).toBeVisible();
  await page.getByRole('button', { name: 'Connect a monitoring system' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Alertmanager, Frankfurt');
  await dialog.getByLabel('Its address').fill('http://localhost:9093');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  const configuration = (await dialog.getByLabel('Configuration', { exact: true }).textContent()) ?? '';
  await expect(dialog.getByText('Waiting for its first alert…')).toBeVisible();
  await expectAccessible(page);

  const url = /url: (\S+)/.exec(configuration)?.[1] ?? '';
  const secret = /credentials: (\S+)/.exec(configuration)?.[1] ?? '';
  const send = (status: string) => request.post(url, {
    headers: { Authorization: `Bearer ${secret}` },
    data: {
      version: '4', groupKey: '{}:{alertname="DiskFull"}', status, receiver: 'sre-copilot', externalURL: 'http://localhost:9093',
      groupLabels: { alertname: 'DiskFull' }, commonLabels: { alertname: 'DiskFull' }, commonAnnotations: {},
      alerts: [{
        status, labels: { alertname: 'DiskFull', severity: 'critical', service: 'postgres' }, annotations: { summary: 'Disk of db-3 is 97 % full' },
        startsAt: new Date(Date.now() - 60_000).toISOString(), endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
        generatorURL: 'http://localhost:9090/graph', fingerprint: '5ab1e4f0c2d3e6a7',
      }],
    },
  });
  expect((await send('firing')).status()).toBe(200);
  await expect(dialog.getByText(/Received just now/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('link', { name: 'Alerts' }).click();
  const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem');
  await expect(alert).toContainText('DiskFull');
  await expect(alert).toContainText('Firing');
  await expectAccessible(page);
  await alert.getByRole('link', { name: 'Incident' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DiskFull');
  await expect(page.getByText('Critical', { exact: true }).first()).toBeVisible();

  expect((await send('resolved')).status()).toBe(200);
  await page.getByRole('link', { name: 'Alerts' }).click();
  await expect(alert).toContainText('Resolved');
  await page.getByLabel('Status').selectOption('Firing');
  await expect(page.getByText('Nothing is firing')).toBeVisible();

  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New secret for Alertmanager, Frankfurt' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByLabel('Configuration', { exact: true })).not.toContainText(secret);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Remove Alertmanager, Frankfurt' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No monitoring system is connected yet')).toBeVisible();
  expect((await send('firing')).status()).toBe(404);
});

test('alerts beyond the first hundred are a click away', async ({ page, request }) => {
  const registered = await page.request.post('/api/v1/auth/register', { data: newAccount() });
  const { user, access_token: token } = await registered.json() as { access_token: string; user: { current_project_id: string } };
  const made = await request.post(`/api/v1/projects/${user.current_project_id}/monitoring/integrations`, {
    headers: { Authorization: `Bearer ${token}` }, data: { integration_type: 'alertmanager', name: 'Alertmanager', url: 'http://localhost:9093' },
  });
  const { webhook_url: url, webhook_secret: secret } = await made.json() as { webhook_url: string; webhook_secret: string };
  const sent = await request.post(url, {
    headers: { Authorization: `Bearer ${secret}` },
    data: {
      version: '4', groupKey: '{}:{alertname="DiskFull"}', status: 'firing', receiver: 'sre-copilot', externalURL: 'http://localhost:9093',
      groupLabels: { alertname: 'DiskFull' }, commonLabels: { alertname: 'DiskFull' }, commonAnnotations: {},
      alerts: Array.from({ length: 130 }, (_, index) => ({
        status: 'firing', labels: { alertname: 'DiskFull', severity: 'warning', service: 'postgres', disk: `d${index}` }, annotations: {},
        startsAt: new Date(Date.now() - index * 1000).toISOString(), endsAt: '0001-01-01T00:00:00Z', generatorURL: '', fingerprint: index.toString(16).padStart(16, '0'),
      })),
    },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  await page.goto('/alerts');
  const alerts = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem');
  await expect(alerts).toHaveCount(100, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Show more alerts' }).click();
  await expect(alerts).toHaveCount(130, { timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Show more alerts' })).toBeHidden();
});

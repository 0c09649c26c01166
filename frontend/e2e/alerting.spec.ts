import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { asViewer, post, sendShop, startShop, waitFor } from './telemetry';

const slow = { timeout: 60_000 };

/** Somebody who takes webhooks; its answer can be made a refusal. */
async function startReceiver() {
  const receiver = { messages: [] as string[], status: 200, url: '', stop: () => { server.close(); } };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      receiver.messages.push(body);
      response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}

test('a condition is tried out on history and kept, its alert is told over a channel, and what could not be delivered is sent again', async ({ page, guard }) => {
  test.setTimeout(300_000);
  guard.allow(/422.*\/test$/);
  const sender = await startShop(page);
  await sendShop(sender);
  await waitFor(page, '/api/v1/logs/search?limit=1', (answer) => (answer as { total: number }).total > 0);
  const receiver = await startReceiver();

  await page.goto('/alerts/conditions');
  await expect(page.getByText('No conditions yet')).toBeVisible(slow);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'New condition' }).click();
  await page.getByLabel('Name').fill('Charges fail');
  await page.getByLabel('Signal').selectOption('Log lines');
  await page.getByLabel('Service', { exact: true }).fill('payments');
  await page.getByLabel('Only lines with').fill('level:error');
  await page.getByLabel('Limit', { exact: true }).fill('0');
  await page.getByLabel('Measured over').selectOption('1 hour');
  await page.getByLabel('Severity').selectOption('Critical');
  await expect(page.getByText('It would have fired once.')).toBeVisible(slow);
  await expect(page.getByRole('figure', { name: 'Values against the limit' })).toBeVisible();
  await page.getByLabel('Limit', { exact: true }).fill('100000');
  await expect(page.getByText('It would not have fired.')).toBeVisible(slow);
  await page.getByLabel('Limit', { exact: true }).fill('0');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save the condition' }).click();
  const conditions = page.getByRole('list', { name: 'Conditions' }).getByRole('listitem');
  await expect(conditions).toContainText('Log lines with level:error of payments above 0 within 1 h');
  await expect(conditions).toContainText('in no policy: nobody is told');

  const dialog = page.getByRole('dialog');
  await page.getByRole('link', { name: 'Channels' }).click();
  await expect(page.getByText('No channels yet')).toBeVisible(slow);
  await page.getByRole('button', { name: 'New channel' }).click();
  await dialog.getByLabel('Kind').selectOption('Webhook');
  await dialog.getByLabel('Name').fill('On-call bridge');
  await dialog.getByLabel('Address').fill(receiver.url);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save the channel' }).click();
  await expect(dialog.getByLabel('Signing secret', { exact: true })).toHaveText(/^[0-9a-f]{64}$/);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  const channel = page.getByRole('list', { name: 'Channels' }).getByRole('listitem');
  receiver.status = 400;
  await channel.getByRole('button', { name: 'Send a test' }).click();
  await expect(channel.getByText('The test did not arrive')).toBeVisible(slow);

  await page.getByRole('link', { name: 'Policies' }).click();
  await expect(page.getByText('No policies yet')).toBeVisible(slow);
  await page.getByRole('button', { name: 'New policy' }).click();
  await dialog.getByLabel('Name').fill('Payments on call');
  await dialog.getByLabel('Charges fail').check();
  await dialog.getByLabel('On-call bridge').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save the policy' }).click();
  await expect(page.getByRole('list', { name: 'Policies' })).toContainText('Charges fail → On-call bridge');

  await page.goto('/alerts/channels?deliveries=dead');
  const messages = page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(messages.first()).toContainText('Given up', { timeout: 120_000 });
  await expectAccessible(page);
  receiver.status = 200;
  const before = receiver.messages.length;
  await messages.first().getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => receiver.messages.length, slow).toBeGreaterThan(before);
  await page.getByLabel('Which messages').selectOption('Delivered');
  await expect(messages.first()).toContainText('Delivered', slow);

  await page.getByRole('link', { name: 'Alerts', exact: true }).last().click();
  const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('listitem');
  await expect(alert).toContainText('Charges fail', slow);
  await alert.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(alert).toContainText('taken by');
  await expect(alert.getByRole('link', { name: 'Incident' })).toBeVisible(slow);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
  receiver.stop();
});

test('channels of every kind keep their secrets to themselves, and a muting rule says when it applies', async ({ page }) => {
  test.setTimeout(240_000);
  const sender = await startShop(page);
  await post(sender, '/api/v1/alerts/conditions', { name: 'Disk', signal: 'host', metric_name: 'disk_percent', operator: 'gte', threshold: 90, duration_seconds: 300, severity: 'warning' });
  for (const [type, config] of [
    ['slack', { webhook_url: 'https://hooks.slack.com/services/T0/B0/secret' }], ['msteams', { webhook_url: 'https://acme.webhook.office.com/secret' }],
    ['pagerduty', { routing_key: 'secretsecret' }], ['webhook', { webhook_url: 'https://example.com/secret', signing_secret: 'secretsecretsecret' }],
    ['email', { smtp_host: 'mail.example.com', smtp_user: 'ana', smtp_password: 'secret', from_email: 'sre@example.com', to_emails: ['a@example.com', 'b@example.com'] }],
  ] as const) await post(sender, '/api/v1/alerts/channels', { name: `By ${type}`, type, config });
  await page.goto('/alerts/channels');
  await expect(page.getByRole('list', { name: 'Channels' }).getByRole('listitem')).toHaveCount(5, slow);
  await page.getByRole('button', { name: 'Change By email' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('To', { exact: true })).toHaveValue('a@example.com, b@example.com');
  await expect(dialog.getByLabel('Password')).toHaveValue('');
  await dialog.getByLabel('Name').fill('Mail of the team');
  await dialog.getByRole('button', { name: 'Save the channel' }).click();
  await expect(dialog).toBeHidden(slow);
  await page.getByRole('button', { name: 'Change By slack' }).click();
  await dialog.getByLabel('Name').fill('Slack of the team');
  await dialog.getByRole('button', { name: 'Save the channel' }).click();
  await expect(page.getByRole('list', { name: 'Channels' })).toContainText('hooks.slack.com', slow);
  expect(await page.locator('body').innerText()).not.toContain('secret');

  await page.goto('/alerts/muting');
  await expect(page.getByText('Nothing is muted')).toBeVisible(slow);
  await expectAccessible(page);
  await page.keyboard.press('n');
  await dialog.getByLabel('Name').fill('Maintenance of db-3');
  await dialog.getByLabel('Repeat').selectOption('Every week');
  await dialog.getByLabel('Disk').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save the rule' }).click();
  const rule = page.getByRole('list', { name: 'Muting rules' }).getByRole('listitem');
  await expect(rule).toContainText('Muting now', slow);
  await expect(rule).toContainText('every week · Disk');
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
  await rule.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Nothing is muted')).toBeVisible(slow);
});

test('a viewer reads conditions, policies, channels and muting rules, and is offered no change', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const sender = await startShop(page);
  await post(sender, '/api/v1/alerts/conditions', { name: 'Disk', signal: 'host', metric_name: 'disk_percent', operator: 'gte', threshold: 90, duration_seconds: 300, severity: 'warning' });
  await post(sender, '/api/v1/alerts/channels', { name: 'Chat', type: 'slack', config: { webhook_url: 'https://hooks.slack.com/services/x' } });
  const theirs = await asViewer(sender, browser);
  for (const [path, text] of [['/alerts/conditions', 'Disk'], ['/alerts/channels', 'Chat'], ['/alerts/policies', 'No policies yet'], ['/alerts/muting', 'Nothing is muted'], ['/alerts', 'No alerts']] as const) {
    await theirs.goto(path);
    await expect(theirs.getByRole('main').getByText(text, { exact: true })).toBeVisible(slow);
    await expect(theirs.getByRole('main').getByRole('button', { name: /New|Change|Delete|Send|Switch/ })).toHaveCount(0);
  }
  await theirs.context().close();
});

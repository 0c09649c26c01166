import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { changeTheme, expect, expectNoOverflow, expectStartPage, logIn, newAccount, test } from './fixtures';

interface Created {
  id: string;
  title: string;
}

/** As another tab or person of the same project would do it. */
async function create(page: Page, title: string, severity = 'high', service = 'checkout'): Promise<Created> {
  return page.evaluate(async (body) => {
    const response = await fetch('/api/v1/incidents', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return await response.json() as Created;
  }, { title, severity, service_name: service });
}

async function change(page: Page, { id }: Created, part: string, body: object): Promise<void> {
  await page.evaluate(async ([path, text]) => {
    const response = await fetch(path, { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: text });
    if (!response.ok) throw new Error(await response.text());
  }, [`/api/v1/incidents/${id}/${part}`, JSON.stringify(body)] as const);
}

/** A user of a team without any incident. */
async function start(page: Page): Promise<void> {
  const account = newAccount();
  const response = await page.request.post('/api/v1/auth/register', { data: account });
  expect(response.status()).toBe(200);
  await page.goto('/');
  await expectStartPage(page);
}

const live = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

test('from the first incident to its end, by what the page offers', async ({ page }) => {
  await start(page);
  await expect(page.getByText('No incidents yet')).toBeVisible();
  await page.getByRole('button', { name: 'Declare an incident' }).click();
  const dialog = page.getByRole('dialog', { name: 'New incident' });
  await dialog.getByRole('button', { name: 'Create incident' }).click();
  await expect(dialog.getByText('Say in a few words what is wrong.')).toBeVisible();
  await dialog.getByLabel('Title').fill('Checkout latency above 2 s');
  await dialog.getByLabel('Affected service').fill('checkout');
  await dialog.getByLabel('Severity').selectOption('Critical');
  await dialog.getByLabel('What is known').fill('p99 rose after the deployment of 14:02.');
  await dialog.getByRole('button', { name: 'Create incident' }).click();

  await expect(page.getByRole('heading', { name: 'Checkout latency above 2 s', level: 1 })).toBeVisible();
  await expect(page).toHaveTitle('Checkout latency above 2 s · SRE Copilot');
  const story = page.getByRole('list', { name: 'What happened' });
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(story.getByText('State changed from detected to acknowledged.')).toBeVisible();
  await page.getByRole('button', { name: 'Assign to me' }).click();
  await expect(story.getByText('Assigned to Ana Petrović.')).toBeVisible();
  // The page knows of the change before it makes the next one.
  await expect(page.getByRole('button', { name: 'Assign to me' })).toBeHidden();
  await page.getByLabel('Severity').selectOption('High');
  await expect(story.getByText(/from critical to high/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Comment' }).fill('Rolled back to 4.11.2.');
  await page.getByRole('textbox', { name: 'Comment' }).press('Control+Enter');
  await expect(story.getByText('Rolled back to 4.11.2.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveValue('');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Resolve' }).click();
  await expect(page.getByText('Resolved after')).toBeVisible();
  await expect(story.getByRole('listitem')).toHaveCount(6);

  await page.getByRole('link', { name: 'Incidents' }).first().click();
  await expect(page.getByText('Nothing is open · 1 detected and 1 resolved today')).toBeVisible();
});

test('what others do is shown at once, in the list and in the room, and what was missed comes after a break', async ({ page, context, guard }) => {
  await start(page);
  await live(page);
  const other = await context.newPage();
  await other.goto('/status');
  const incident = await create(other, 'Disk of db-3 is 91 % full', 'medium', 'postgres');
  await page.getByRole('link', { name: incident.title }).click();
  await change(other, incident, 'state', { state: 'investigating', comment: 'Looking at it.' });
  await expect(page.getByText('Investigating', { exact: true })).toBeVisible();
  await expect(page.getByText('Looking at it.')).toBeVisible();

  guard.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await page.context().setOffline(false);
  await change(other, incident, 'state', { state: 'resolved', comment: 'Logs were rotated.' });
  await expect(page.getByText('Logs were rotated.')).toBeVisible({ timeout: 20_000 });
});

test('filters and search find what they say, live in the address and survive a reload', async ({ page }) => {
  await start(page);
  const disk = await create(page, 'Disk of db-3 is 91 % full', 'medium', 'postgres');
  await create(page, 'Payment provider returns 503', 'critical', 'payments');
  await change(page, disk, 'state', { state: 'resolved' });
  const rows = page.getByRole('list', { name: 'Incidents' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('State').selectOption('Unresolved');
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Payment provider');
  await page.getByLabel('State').selectOption('All states');
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Incidents', level: 1 }).click();
  await page.keyboard.press('/');
  await page.keyboard.type('DB-3');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Disk');
  await expect(page).toHaveURL(/q=DB-3/);
  await page.getByRole('searchbox').fill('no such thing');
  await expect(page.getByText('No incident matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all incidents' }).click();
  await expect(rows).toHaveCount(2);
});

test('a change that somebody else made first is shown and not undone', async ({ page, context, guard }) => {
  guard.allow(/409/);
  await start(page);
  const incident = await create(page, 'Queue grows');
  // The event is kept back, so that the page does not know yet.
  await page.routeWebSocket('**/ws', (socket) => void socket.close());
  await page.goto(`/incidents/${incident.id}`);
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  const other = await context.newPage();
  await other.goto('/status');
  await change(other, incident, 'state', { state: 'closed' });
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('The state was not changed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
});

test('an incident that is not there, or not in this project, says so; an outage says so too', async ({ page, guard }) => {
  guard.allow(/404/, /503/);
  await start(page);
  await page.goto('/incidents/6f1c0f2e-8a44-4c1e-9d2e-0c2f9a1b7a10');
  await expect(page.getByText('There is no such incident in this project')).toBeVisible();
  await page.route('**/api/v1/incidents?**', (route) => route.fulfill({ status: 503, json: { detail: 'incident-service is not available.' } }));
  await page.goto('/incidents');
  await expect(page.getByText('The incidents could not be read')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('No incidents yet')).toBeHidden();
  await page.unroute('**/api/v1/incidents?**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No incidents yet')).toBeVisible();
});

test('a viewer sees everything and is offered no change', async ({ page, browser, baseURL }) => {
  await start(page);
  const incident = await create(page, 'Queue grows');
  const viewer = newAccount();
  const project = await page.evaluate(async () => (await (await fetch('/api/v1/auth/me')).json() as { current_project_id: string }).current_project_id);
  const statuses = await page.evaluate(async ([id, account]) => {
    const post = (path: string, body: object) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const created = await post('/api/v1/users', { email: account.email, password: account.password, full_name: account.full_name });
    const added = await post(`/api/v1/projects/${id}/members`, { user_email: account.email, role: 'viewer' });
    return [created.status, added.status];
  }, [project, viewer] as const);
  expect(statuses).toEqual([200, 200]);
  const theirs = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await theirs.goto('/login');
  await logIn(theirs, viewer);
  await expect(theirs.getByRole('link', { name: incident.title })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'New incident' })).toBeHidden();
  await theirs.getByRole('link', { name: incident.title }).click();
  await expect(theirs.getByRole('heading', { name: incident.title })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Acknowledge' })).toBeHidden();
  await expect(theirs.getByRole('textbox', { name: 'Comment' })).toBeHidden();
  await theirs.context().close();
});

test('the empty list and the form are accessible in both themes, also on a phone', async ({ page }) => {
  await start(page);
  for (const [colorScheme, width] of [['light', 1280], ['dark', 360]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await changeTheme(page, colorScheme);
    await live(page);
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByRole('button', { name: 'New incident' }).click();
    await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  }
});

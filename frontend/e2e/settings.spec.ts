import type { Page } from '@playwright/test';
import { expectAccessible, expectContrast } from './accessible';
import { expect, expectNoOverflow, expectStartPage, logIn, newAccount, openUserMenu, test, type Account } from './fixtures';

async function start(page: Page): Promise<Account> {
  const account = newAccount();
  expect((await page.request.post('/api/v1/auth/register', { data: account })).status()).toBe(200);
  await page.goto('/');
  await expectStartPage(page);
  return account;
}

test('a colleague gets an account and a role, works, and is removed', async ({ page, browser, baseURL }) => {
  await start(page);
  const colleague = { ...newAccount(), full_name: 'Ben Okafor' };
  await page.getByRole('link', { name: 'Members' }).click();
  const members = page.getByRole('list', { name: 'Members' }).getByRole('listitem');
  await expect(members).toHaveCount(1);
  await page.getByRole('button', { name: 'Add a member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill(colleague.email);
  await dialog.getByLabel('Role').selectOption('viewer');
  await dialog.getByLabel('They have no account yet').check();
  await dialog.getByLabel('Full name').fill(colleague.full_name);
  await dialog.getByRole('textbox', { name: 'First password' }).fill('short');
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await expect(dialog.getByText('This password misses a rule below.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'First password' }).fill(colleague.password);
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await expect(members).toHaveCount(2);
  await page.getByLabel('Role of Ben Okafor').selectOption('admin');
  await expect(page.getByLabel('Role of Ben Okafor')).toHaveValue('admin');

  const theirs = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await theirs.goto('/login');
  await logIn(theirs, colleague);
  await expectStartPage(theirs);
  await expect(theirs.getByRole('button', { name: 'New incident' })).toBeVisible();
  await theirs.getByRole('link', { name: 'Members' }).click();
  // Admins do not touch owners.
  await expect(theirs.getByLabel('Role of Ben Okafor')).toBeVisible();
  await expect(theirs.getByLabel('Role of Ana Petrović')).toBeHidden();
  await theirs.context().close();

  await page.getByRole('button', { name: 'Remove Ben Okafor' }).click();
  await page.getByRole('dialog', { name: 'Remove Ben Okafor?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(members).toHaveCount(1);
});

test('an address without an account is refused with the reason', async ({ page, guard }) => {
  guard.allow(/40[049]|422/);
  await start(page);
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'Add a member' }).click();
  await page.getByRole('dialog').getByLabel('Email').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Add member' }).click();
  await expect(page.getByText('The member was not added')).toBeVisible();
});

test('an API key is shown once and revoked', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start(page);
  await page.getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByText('No API keys yet')).toBeVisible();
  await page.getByRole('button', { name: 'New API key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('checkout, production');
  await dialog.getByLabel('Traces').uncheck();
  await dialog.getByLabel('Expires').selectOption('90');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const key = (await dialog.getByLabel('API key', { exact: true }).textContent()) ?? '';
  expect(key.length).toBeGreaterThan(20);
  await dialog.getByRole('button', { name: 'Copy API key' }).click();
  await expect(dialog.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  const row = page.getByRole('list', { name: 'API keys' }).getByRole('listitem');
  await expect(row).toContainText('metrics, logs, errors');
  await expect(row).toContainText('Never used');
  expect(await page.content()).not.toContain(key);
  await page.getByRole('button', { name: 'Revoke checkout, production' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No API keys yet')).toBeVisible();
});

test('a project is created, renamed and chosen; each shows its own incidents', async ({ page }) => {
  await start(page);
  await page.evaluate(() => fetch('/api/v1/incidents', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ title: 'Only in the first', service_name: 'a' }),
  }));
  await page.getByRole('link', { name: 'Project', exact: true }).click();
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Billing');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByLabel('Name').fill('Shop');
  await page.getByRole('button', { name: 'Save project' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Project Shop, change' }).click();
  await page.getByRole('menuitemradio', { name: /Billing/ }).click();
  await expect(page.getByRole('button', { name: 'Project Billing, change' })).toBeVisible();
  await expect(page.getByText('No incidents yet')).toBeVisible();
  await page.getByRole('button', { name: 'Project Billing, change' }).click();
  await page.getByRole('menuitemradio', { name: /Shop/ }).click();
  await expect(page.getByRole('link', { name: 'Only in the first' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
});

test('a new password counts from then on', async ({ page, guard }) => {
  guard.allow(/40[01]|422/);
  const account = await start(page);
  await openUserMenu(page);
  await page.getByRole('menuitem', { name: 'Your profile' }).click();
  await page.getByLabel('Full name').fill('Ana P.');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(page.getByRole('button', { name: 'User menu of Ana P.' })).toBeVisible();
  const [current, next] = [page.getByRole('textbox', { name: 'Current password' }), page.getByRole('textbox', { name: 'New password' })];
  await current.fill('Wrong-horse!7');
  await next.fill('Better-horse!8');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The password was not changed')).toBeVisible();
  await current.fill(account.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Changed. You are logged out everywhere else.')).toBeVisible();
  await openUserMenu(page);
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
  await logIn(page, { ...account, password: 'Better-horse!8' });
  await expectStartPage(page);
});

test('the form of an API key is accessible in both themes and fits on a phone', async ({ userPage: page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/settings/api-keys');
  await page.getByRole('button', { name: 'New API key' }).click();
  await expectAccessible(page);
  await expectContrast(page, 'dark');
  await expectNoOverflow(page);
});

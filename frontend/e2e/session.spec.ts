import { expect, expectAllServices, expectStartPage, logIn, newAccount, noSession, openUserMenu, test } from './fixtures';

test('a new user registers, sees all services healthy, logs out and in, and stays logged in after a reload', async ({ page, guard }) => {
  guard.allow(noSession);
  const account = newAccount();
  await page.goto('/');
  await expect(page).toHaveURL('/login');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page).toHaveTitle('Create an account · SRE Copilot');
  await page.getByLabel('Full name').fill(account.full_name);
  await page.getByLabel('Team').fill(account.tenant_name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(page).toHaveURL('/incidents');
  await expect(page).toHaveTitle('Incidents · SRE Copilot');
  await page.getByRole('link', { name: 'Service status' }).click();
  await expect(page).toHaveTitle('Service status · SRE Copilot');
  await expectAllServices(page);
  await expect(page.getByText('All 14 services are healthy')).toBeVisible({ timeout: 30_000 });

  await openUserMenu(page);
  await expect(page.getByRole('menu')).toContainText(account.tenant_name);
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
  expect((await page.context().cookies()).filter((cookie) => cookie.name.endsWith('_token'))).toEqual([]);

  await logIn(page, account);
  await expectStartPage(page);
  await page.reload();
  await expectStartPage(page);
  await expect(page.getByRole('button', { name: `User menu of ${account.full_name}` })).toBeVisible();
});

test('registration works by keyboard alone', async ({ page }) => {
  const account = newAccount();
  await page.goto('/register');
  await expect(page.getByLabel('Full name')).toBeVisible();
  for (const value of [account.full_name, account.tenant_name, account.email, account.password]) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
  await expectStartPage(page);
});

test('an expired access token is renewed once without the user noticing', async ({ userPage: page, guard }) => {
  guard.allow(noSession);
  const refreshes: number[] = [];
  page.on('response', (response) => response.url().endsWith('/api/v1/auth/refresh') && refreshes.push(response.status()));
  await page.context().clearCookies({ name: 'access_token' });
  await page.goto('/status');
  await expectAllServices(page);
  expect(refreshes).toEqual([200]);
});

test('a link to a page survives the login', async ({ page, account, session, guard }) => {
  guard.allow(noSession);
  expect(session).toBeDefined();
  await page.goto('/status?from=mail#top');
  await expect(page).toHaveURL(/\/login\?next=/);
  await logIn(page, account);
  await expect(page).toHaveURL('/status?from=mail#top');
  await expectAllServices(page);
});

test('a crafted link cannot lead to another host after the login', async ({ page, account, session, baseURL }) => {
  expect(session).toBeDefined();
  await page.goto('/login?next=//evil.example/');
  await logIn(page, account);
  await expectStartPage(page);
  expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? '').origin);
});

test('someone who is logged in is not asked to log in', async ({ page, account, session }) => {
  expect(session).toBeDefined();
  await page.goto('/login');
  await logIn(page, account);
  await expectStartPage(page);
  await page.goto('/login');
  await expect(page).toHaveURL('/incidents');
});

test('logging out in one tab ends the session in the other', async ({ page, account, session, guard }) => {
  // The other tab may be asking for its user just when the session ends.
  guard.allow(noSession);
  expect(session).toBeDefined();
  await page.goto('/login');
  await logIn(page, account);
  await expectStartPage(page);
  const other = await page.context().newPage();
  await other.goto('/status');
  await expectAllServices(other);
  await openUserMenu(other);
  await other.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
});

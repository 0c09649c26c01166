import { expect, logIn, newAccount, test } from './fixtures';

test('a wrong password is answered in words and the email is kept', async ({ page, account, session, guard }) => {
  guard.allow(/401.*\/auth\/login$/);
  expect(session).toBeDefined();
  await page.goto('/login');
  await logIn(page, { email: account.email, password: 'Wrong-horse!7' });
  await expect(page.getByRole('alert')).toContainText('Email or password is wrong');
  await expect(page.getByLabel('Email')).toHaveValue(account.email);
});

test('a taken email address is refused in words and the input is kept', async ({ page, account, session, guard }) => {
  guard.allow(/40[09].*\/auth\/register$/);
  expect(session).toBeDefined();
  await page.goto('/register');
  await page.getByLabel('Full name').fill('Someone else');
  await page.getByLabel('Team').fill(newAccount().tenant_name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.locator('form').getByText(/already|taken|in use|exists/i)).toBeVisible();
  await expect(page.getByLabel('Full name')).toHaveValue('Someone else');
});

test('what is missing is said at each field, and the first one gets the focus', async ({ page }) => {
  await page.goto('/register');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Full name')).toBeFocused();
  for (const label of ['Full name', 'Team', 'Email']) {
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(/Enter/);
  }
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/misses a rule/);
});

test('the password rules are ticked off while typing', async ({ page }) => {
  await page.goto('/register');
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('Abcdefg-1');
  await expect(page.getByText('(done)')).toHaveCount(4);
  await expect(page.getByText('may stay, but does not count')).toBeVisible();
  await password.fill('Abcdefg!1');
  await expect(page.getByText('(done)')).toHaveCount(5);
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(password).toHaveAttribute('type', 'text');
});

test('a limit is shown with the time to wait', async ({ page, guard }) => {
  guard.allow(/429/);
  await page.route('**/api/v1/auth/login', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '2' }, json: { detail: 'Slow down' } }));
  await page.goto('/login');
  await logIn(page, { email: 'ana@example.com', password: 'x' });
  await expect(page.getByText('You can try again in')).toBeVisible();
  await expect(page.getByText('You can try again now.')).toBeVisible();
});

test('field errors of the server are shown at their fields', async ({ page, guard }) => {
  guard.allow(/422/);
  const detail = [{ type: 'value_error', loc: ['body', 'email'], msg: 'the domain is reserved' }];
  await page.route('**/api/v1/auth/register', (route) => route.fulfill({ status: 422, json: { detail } }));
  await page.goto('/register');
  const account = newAccount();
  await page.getByLabel('Full name').fill(account.full_name);
  await page.getByLabel('Team').fill(account.tenant_name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription('The domain is reserved.');
  await expect(page.getByLabel('Email')).toBeFocused();
});

test('an outage during login keeps the input and says what to do', async ({ page, guard }) => {
  guard.allow(/ERR_INTERNET_DISCONNECTED/);
  await page.goto('/login');
  await expect(page.getByLabel('Email')).toBeVisible();
  await page.context().setOffline(true);
  await logIn(page, { email: 'ana@example.com', password: 'x' });
  await expect(page.getByRole('alert')).toContainText('Check your connection');
  await expect(page.getByLabel('Email')).toHaveValue('ana@example.com');
});

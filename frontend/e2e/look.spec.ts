import { expectAccessible } from './accessible';
import { expect, expectAllServices, expectNoOverflow, expectStartPage, openUserMenu, test } from './fixtures';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('the pages before the login are accessible', async ({ page }) => {
      await page.goto('/login');
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await expect(page.getByLabel('Email')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('link', { name: 'Create an account' }).click();
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByLabel('Password', { exact: true }).fill('Ab-1');
      await expectAccessible(page);
      await page.goto('/no/such/page');
      await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible();
      await expect(page).toHaveTitle('Page not found · SRE Copilot');
      await expectAccessible(page);
    });

    test('the pages after the login are accessible', async ({ userPage: page }) => {
      await page.goto('/status');
      await expectAllServices(page);
      await expectAccessible(page);
      await openUserMenu(page);
      await expectAccessible(page);
      await page.getByRole('menuitem', { name: /Keyboard shortcuts/ }).click();
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('a chosen theme wins over the system and is kept', async ({ userPage: page }) => {
  await page.goto('/status');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await openUserMenu(page);
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await openUserMenu(page);
  await page.getByRole('menuitemradio', { name: 'Like the system' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the shell works by keyboard', async ({ userPage: page }) => {
  await page.goto('/status');
  await expectAllServices(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('nothing is wider than the window and the navigation is reachable', async ({ userPage: page }) => {
    for (const path of ['/register', '/login', '/no/such/page']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoOverflow(page);
    }
    await page.goto('/status');
    await expectAllServices(page);
    await expectNoOverflow(page);
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await expect(page.getByRole('dialog').getByRole('link', { name: 'Service status' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await openUserMenu(page);
    await expectNoOverflow(page);
  });
});

test('the document allows no code and no styles but its own, and the first pages stay small', async ({ page, session }) => {
  const response = await page.goto('/login');
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe-');
  await expect(page.getByLabel('Email')).toBeVisible();
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming && new URL(entry.name).pathname.endsWith('.js'))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0));
  const login = await loaded();
  expect(login).toBeGreaterThan(0);
  expect(login, 'compressed JavaScript of the login page').toBeLessThanOrEqual(150_000);
  await page.context().addCookies(session.cookies);
  await page.goto('/');
  await expectStartPage(page);
  await page.waitForLoadState('networkidle');
  expect(await loaded(), 'compressed JavaScript of the start page').toBeLessThanOrEqual(300_000);
});

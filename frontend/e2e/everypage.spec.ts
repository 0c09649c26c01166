import { expectAccessible } from './accessible';
import { expectNoOverflow, test } from './fixtures';
import { startFullShop } from './pages';

// The tests of each page look at it in the light theme on a desktop; here the other theme and a phone.
test('every page with data is accessible in the dark theme and fits a phone', async ({ page, baseURL }) => {
  test.setTimeout(600_000);
  // A page that never gets its data is named soon.
  page.setDefaultTimeout(30_000);
  const pages = await startFullShop(page, baseURL ?? '');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 800 });
  for (const [name, path, ready] of pages) {
    await test.step(name, async () => {
      await page.goto(path);
      await ready(page);
      await expectAccessible(page);
      await expectNoOverflow(page);
    });
  }
});

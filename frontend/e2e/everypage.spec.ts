import { expectAccessible } from './accessible';
import { changeTheme, expectNoOverflow, test } from './fixtures';
import { enterDemoShop } from './pages';

// The tests of each page look at it with a small shop; here is the one that ./run --demo opens.
test('every page with data of the demo shop is accessible and fits, on a phone in the dark and on a desktop in the light', async ({ page }) => {
  test.setTimeout(600_000);
  // A page that never gets its data is named soon.
  page.setDefaultTimeout(30_000);
  for (const [name, path, ready] of await enterDemoShop(page)) {
    await test.step(name, async () => {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(path);
      await ready(page);
      await expectAccessible(page);
      await expectNoOverflow(page);
      await page.setViewportSize({ width: 1280, height: 860 });
      await changeTheme(page, 'light');
      await ready(page);
      await expectAccessible(page);
      await expectNoOverflow(page);
    });
  }
});

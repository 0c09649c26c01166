import { expectAccessible, expectContrast } from './accessible';
import { expectNoOverflow, test } from './fixtures';
import { enterDemoShop } from './pages';

// The tests of each page look at it with a small shop; here is the one that ./run --demo opens.
test('every page with data of the demo shop is accessible and fits, on a phone and on a desktop, in the dark and in the light', async ({ page }) => {
  test.setTimeout(900_000);
  // A page that never gets its data is named soon.
  page.setDefaultTimeout(30_000);
  for (const [name, path, ready] of await enterDemoShop(page)) {
    await test.step(name, async () => {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(path);
      await ready(page);
      await expectAccessible(page);
      await expectContrast(page, 'light');
      await expectNoOverflow(page);
      await page.setViewportSize({ width: 1280, height: 860 });
      await ready(page);
      await expectAccessible(page);
      await expectContrast(page, 'dark');
      await expectNoOverflow(page);
    });
  }
});

import { expectAccessible } from './accessible';
import { expectNoOverflow, test } from './fixtures';
import { enterDemoShop } from './pages';

// The tests of each page look at it with a small shop; here is the one that ./run --demo opens.
for (const [colorScheme, width, height] of [['light', 1280, 860], ['dark', 360, 800]] as const) {
  test(`every page with the demo shop's data is accessible and fits, ${colorScheme}, ${width} wide`, async ({ page }) => {
    test.setTimeout(600_000);
    // A page that never gets its data is named soon.
    page.setDefaultTimeout(30_000);
    const pages = await enterDemoShop(page);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    for (const [name, path, ready] of pages) {
      await test.step(name, async () => {
        await page.goto(path);
        await ready(page);
        await expectAccessible(page);
        await expectNoOverflow(page);
      });
    }
  });
}

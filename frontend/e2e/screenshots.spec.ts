import { join } from 'node:path';
import { changeTheme, test } from './fixtures';
import { enterDemoShop } from './pages';

// Pictures for docs/screenshots, made on demand: SCREENSHOTS=/a/folder npm run test:e2e -- screenshots
const folder = process.env.SCREENSHOTS ?? '';
const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 780 } };

test('pictures of the pages', async ({ page, guard }) => {
  test.setTimeout(900_000);
  guard.allow(/./);
  const pages = await enterDemoShop(page);
  const wanted = process.env.SCREENSHOT_PAGES?.split(',');
  for (const [name, path, ready] of pages.filter(([one]) => wanted?.includes(one) ?? true)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      await ready(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await changeTheme(page, colorScheme);
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
      }
    }
  }
});

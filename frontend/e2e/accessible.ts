import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { changeTheme } from './fixtures';

export async function expectAccessible(page: Page): Promise<void> {
  await expectNone(page, new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // The guards around an open layer hand the focus on at once; an open layer lies outside the landmarks by design.
    .exclude('[data-base-ui-focus-guard]')
    .disableRules(await page.getByRole('menu').isVisible() ? ['region'] : []));
}

/** Of a page that is accessible otherwise: a theme changes colours only. */
export async function expectContrast(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await changeTheme(page, colorScheme);
  await expectNone(page, new AxeBuilder({ page }).withRules(['color-contrast']));
}

async function expectNone(page: Page, axe: AxeBuilder): Promise<void> {
  // Elements that are still moving or fading would be measured half-way.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)));
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

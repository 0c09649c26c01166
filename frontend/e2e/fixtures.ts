import { randomUUID } from 'node:crypto';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

export interface Account {
  email: string;
  password: string;
  full_name: string;
  tenant_name: string;
}

/** What Google calls good; the sum of a burst: moves less than a second apart, at most five seconds in all. */
const mostShift = 0.1;

/** Adds up what moves on a page before anybody touches it, and complains once when that is too much. */
function watchLayout(most: number): void {
  let path = '';
  let sum = 0;
  let first = 0;
  let last = 0;
  const moved: string[] = [];
  let touched = '';
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'wheel']) addEventListener(event, () => (touched = location.pathname), { capture: true, passive: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] })[]) {
      if (path !== location.pathname || entry.startTime - last > 1000 || entry.startTime - first > 5000) [path, sum, first] = [location.pathname, 0, entry.startTime];
      last = entry.startTime;
      if (entry.hadRecentInput || touched === path) continue;
      const before = sum;
      sum += entry.value;
      moved.push(`${entry.value.toFixed(3)}: ${entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : node?.textContent?.slice(0, 40))).join(' | ')}`);
      if (before <= most && sum > most) console.error(`layout shift of ${path}: ${sum.toFixed(3)}; ${moved.splice(0).join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** What must not happen on any page; a test that provokes some of it says so. */
export class Guard {
  readonly problems: string[] = [];
  private readonly allowed: RegExp[] = [];

  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  async watch(page: Page, origin: string): Promise<void> {
    page.on('console', (message) => message.type() === 'error' && this.report(`console: ${message.text()} ${message.location().url}`));
    page.on('pageerror', (error) => this.report(`page error: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) this.report(`request to another host: ${url.href}`);
    });
    await page.addInitScript(watchLayout, mostShift);
    await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    }));
  }

  unexpected(): string[] {
    return this.problems.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  private report(problem: string): void {
    this.problems.push(problem);
  }
}

export function newAccount(): Account {
  const id = randomUUID().slice(0, 8);
  return { email: `ana.${id}@example.com`, password: 'Correct-horse!7', full_name: 'Ana Petrović', tenant_name: `Acme ${id}` };
}

interface Fixtures {
  guard: Guard;
  /** A page of someone who is logged in as `account`. */
  userPage: Page;
}

interface WorkerFixtures {
  account: Account;
  session: StorageState;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from the pattern
  account: [async ({}, use) => use(newAccount()), { scope: 'worker' }],

  session: [async ({ account, playwright }, use, { project }) => {
    const request = await playwright.request.newContext({ baseURL: project.use.baseURL ?? '' });
    const response = await request.post('/api/v1/auth/register', { data: account });
    expect(response.status(), await response.text()).toBe(200);
    await use(await request.storageState());
    await request.dispose();
  }, { scope: 'worker' }],

  guard: [async ({ page, baseURL }, use) => {
    const guard = new Guard();
    await guard.watch(page, new URL(baseURL ?? '').origin);
    await use(guard);
    expect(guard.unexpected()).toEqual([]);
  }, { auto: true }],

  userPage: async ({ page, session }, use) => {
    await page.context().addCookies(session.cookies);
    await use(page);
  },
});

export { expect };

/** Chromium reports every refused request on the console; these two belong to asking for a session. */
export const noSession = /401.*\/api\/v1\/auth\/(me|refresh)$/;

export async function expectAllServices(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Service status', level: 1 })).toBeVisible();
  await expect(page.locator('[data-service]')).toHaveCount(14);
}

/** Where people are after logging in. */
export async function expectStartPage(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Incidents', level: 1 })).toBeVisible();
}

export async function logIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

export async function openUserMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^User menu/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
}

/** Changes the theme of a page that is open, and waits until no colour fades any more. */
export async function changeTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // Colours begin to fade with the next frame only.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)));
}

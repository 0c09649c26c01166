import { defineConfig } from '@playwright/test';

const baseURL = process.env.E2E_BASE_URL;
if (baseURL === undefined || baseURL === '') {
  throw new Error('The browser tests need a running platform. Start it with ./run in the root of the project, '
    + 'then set E2E_BASE_URL to its address, for example E2E_BASE_URL=http://localhost:30000 npm run test:e2e');
}

export default defineConfig({
  testDir: 'e2e',
  // Pictures are made on demand; a run of the tests does not count them as skipped.
  testIgnore: process.env.SCREENSHOTS === undefined ? 'screenshots.spec.ts' : [],
  outputDir: 'test-results',
  // One browser at a time: all tests share one address, and the platform limits requests by address.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./test/playwright-summary.ts']],
  use: {
    baseURL,
    colorScheme: 'light',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});

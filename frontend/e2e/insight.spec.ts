import { expectAccessible } from './accessible';
import { expect, expectNoOverflow, test } from './fixtures';
import { asViewer, lodash, openssl, post, sendVisits, startShop, trivyReport, waitFor } from './telemetry';

const slow = { timeout: 60_000 };

test('a scan is imported, its findings are found, assigned and decided, and the next scan closes what is gone', async ({ page, browser }) => {
  test.setTimeout(240_000);
  const sender = await startShop(page);
  await page.goto('/vulnerabilities');
  await expect(page.getByText('Nothing was scanned yet')).toBeVisible(slow);
  await expectAccessible(page);
  const dialog = page.getByRole('dialog');
  const importFile = async (content: string) => {
    await page.getByRole('button', { name: 'Import a scan' }).click();
    await dialog.getByLabel('Service (optional)').fill('web');
    await dialog.getByLabel('File').setInputFiles({ name: 'trivy.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await dialog.getByRole('button', { name: 'Import' }).click();
  };
  await importFile('no json');
  await expect(dialog.getByText('It is no JSON.')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await importFile(JSON.stringify(trivyReport([lodash, openssl])));
  await expect(dialog.getByText('2 findings of web were taken.')).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const rows = page.getByRole('list', { name: 'Vulnerabilities' }).getByRole('listitem');
  await expect(rows).toHaveCount(2, slow);
  await expectAccessible(page);
  await page.getByLabel('Severity').selectOption('High');
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/severity=high/);
  await rows.getByRole('button').click();
  await expect(dialog.getByText('Closed by 4.17.19.')).toBeVisible(slow);
  await dialog.getByLabel('Assignee').selectOption('Ana Petrović');
  await expect(dialog.getByLabel('Assignee')).toBeEnabled();
  await dialog.getByLabel('Notes').fill('Only the build uses it.');
  await dialog.getByRole('button', { name: 'Save notes' }).click();
  await expect(dialog.getByRole('button', { name: 'Save notes' })).toBeDisabled(slow);
  await dialog.getByLabel('What becomes of it').selectOption('Ignored');
  await expect(dialog.getByRole('list', { name: 'What became of it' })).toContainText('Open → Ignored', slow);
  await expectAccessible(page);
  const address = page.url();
  await page.keyboard.press('Escape');
  await expect(page.getByText('No vulnerability matches')).toBeVisible(slow);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(2, slow);
  await importFile(JSON.stringify(trivyReport([lodash])));
  await expect(dialog.getByText(/1 are gone and so resolved/)).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(rows.filter({ hasText: 'CVE-2022-0778' })).toContainText('Resolved', slow);
  await expect(page.getByRole('group', { name: 'Scans' }).getByRole('row')).toHaveCount(3, slow);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);

  const theirs = await asViewer(sender, browser);
  await theirs.goto(address);
  await expect(theirs.getByRole('dialog').getByText('Only the build uses it.')).toBeVisible(slow);
  await expect(theirs.getByRole('dialog').getByRole('combobox')).toHaveCount(0);
  await theirs.context().close();
});

test('figures say how fast people are, and what language models cost', async ({ page }) => {
  test.setTimeout(240_000);
  const sender = await startShop(page);
  await page.goto('/analytics');
  await expect(page.getByText('No incidents yet')).toBeVisible(slow);
  const incident = await post(sender, '/api/v1/incidents', { title: 'Charges fail', severity: 'critical', service_name: 'payments' }) as { id: string };
  for (const state of ['acknowledged', 'resolved']) {
    const response = await sender.request.patch(`/api/v1/incidents/${incident.id}/state`, { data: { state }, headers: { Authorization: `Bearer ${sender.token}` } });
    expect(response.ok(), await response.text()).toBe(true);
  }
  await page.reload();
  await expect(page.getByRole('figure', { name: 'Incidents by day' })).toBeVisible(slow);
  await expect(page.getByRole('figure', { name: 'Mean time by day' })).toContainText('To resolve');
  await expect(page.getByLabel('Figures')).toContainText('Time to resolve');
  await page.getByLabel('Time', { exact: true }).selectOption('Last year');
  await expect(page).toHaveURL(/days=365/);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/ai-usage');
  await expect(page.getByText('No language model was asked in this time')).toBeVisible(slow);
  await expect(page.getByText('Nobody has judged a likely cause yet')).toBeVisible(slow);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
});

test('what browsers of visitors report is shown by page, error and request', async ({ page }) => {
  test.setTimeout(240_000);
  const sender = await startShop(page);
  await page.goto('/browser');
  await expect(page.getByText('No browser reported in this time')).toBeVisible(slow);
  await sendVisits(sender);
  await waitFor(page, '/api/v1/browser/page-loads', (answer) => (answer as unknown[]).length === 2);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByLabel('Web vitals')).toContainText('poor, in 75 % of 2', slow);
  await expect(page.getByRole('group', { name: 'Pages' }).getByRole('row', { name: '/cart 2 1.5 s' })).toBeVisible(slow);
  await expect(page.getByRole('group', { name: 'Script errors' })).toContainText('TypeError: cart is undefined');
  await expect(page.getByRole('group', { name: 'Requests of scripts' })).toContainText('GET /api/cart');
  await page.getByLabel('Web app').selectOption('shop');
  await expect(page).toHaveURL(/app=shop/);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoOverflow(page);
});

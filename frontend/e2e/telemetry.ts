import { randomBytes } from 'node:crypto';
import { expect, request as requests, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { newAccount } from './fixtures';

// A small shop with three services and a database, sent the way real senders do: OTLP as JSON and the project's own endpoints.

export interface Sender {
  key: string;
  /** The access token of the user, for what a key may not do. */
  token: string;
  /** Without the cookies of the browser: those may be used by the platform's own pages only. */
  request: APIRequestContext;
}

interface SpanOptions {
  trace: string;
  id: string;
  parent?: string;
  service: string;
  name: string;
  kind: 'server' | 'client' | 'internal';
  /** Milliseconds since 1970. */
  start: number;
  ms: number;
  attributes?: Record<string, string | number>;
  /** What went wrong. */
  error?: string;
}

const kinds = { internal: 1, server: 2, client: 3 };
const id = (bytes: number) => randomBytes(bytes).toString('hex');
const nanos = (ms: number) => `${Math.round(ms * 1000)}000`;
const attribute = ([key, value]: [string, string | number]) => ({ key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } });

/** A user of a new team, and a key of their project. */
export async function startShop(page: Page): Promise<Sender> {
  const registered = await page.request.post('/api/v1/auth/register', { data: newAccount() });
  expect(registered.status(), await registered.text()).toBe(200);
  const { user, access_token: token } = await registered.json() as { access_token: string; user: { current_project_id: string } };
  const request = await requests.newContext({ baseURL: process.env.E2E_BASE_URL ?? '' });
  const made = await request.post(`/api/v1/projects/${user.current_project_id}/api-keys`, {
    headers: { Authorization: `Bearer ${token}` },
    data: { name: 'shop', scopes: ['ingest:metrics', 'ingest:logs', 'ingest:traces', 'ingest:errors', 'ingest:infrastructure', 'ingest:browser'] },
  });
  expect(made.ok(), await made.text()).toBe(true);
  return { key: (await made.json() as { raw_key: string }).raw_key, token, request };
}

async function send({ key, request }: Sender, path: string, data: object): Promise<void> {
  const response = await request.post(path, { data, headers: { 'X-API-Key': key }, timeout: 60_000 });
  expect(response.ok(), `${path} ${response.status()} ${await response.text()}`).toBe(true);
}

export async function sendSpans(sender: Sender, spans: SpanOptions[]): Promise<void> {
  const services = [...new Set(spans.map(({ service }) => service))];
  await send(sender, '/api/v1/otlp/v1/traces', {
    resourceSpans: services.map((service) => ({
      resource: { attributes: [attribute(['service.name', service])] },
      scopeSpans: [{
        spans: spans.filter((span) => span.service === service).map((span) => ({
          traceId: span.trace, spanId: span.id, ...(span.parent !== undefined && { parentSpanId: span.parent }), name: span.name, kind: kinds[span.kind],
          startTimeUnixNano: nanos(span.start), endTimeUnixNano: nanos(span.start + span.ms),
          attributes: Object.entries(span.attributes ?? {}).map(attribute),
          status: span.error === undefined ? {} : { code: 2, message: span.error },
          // The exception is recorded where it happens; callers only fail.
          ...(span.error !== undefined && span.service === 'payments' && {
            events: [{
              name: 'exception', timeUnixNano: nanos(span.start + span.ms),
              attributes: [['exception.type', 'TimeoutException'], ['exception.message', span.error], ['exception.stacktrace', `TimeoutException: ${span.error}\n   at Shop.Payments.Charge(Order order) in /src/Payments.cs:line 42`]]
                .map(([key = '', value = '']) => attribute([key, value])),
            }],
          }),
        })),
      }],
    })),
  });
}

export interface Line {
  service: string;
  message: string;
  level?: string;
  /** Milliseconds since 1970. */
  at?: number;
  attributes?: Record<string, unknown>;
  trace?: string;
  span?: string;
}

export async function sendLines(sender: Sender, lines: Line[]): Promise<void> {
  await send(sender, '/api/v1/ingest/logs', {
    logs: lines.map(({ service, message, level = 'INFO', at = Date.now(), attributes = {}, trace = null, span = null }) => ({
      service_name: service, message, level, timestamp: new Date(at).toISOString(), attributes, trace_id: trace, span_id: span,
    })),
  });
}

export interface Shop {
  /** A trace with an error, its spans and lines. */
  failed: { trace: string; span: string };
}

/** Requests over the last half hour: the payments of the last minutes fail. */
export async function sendShop(sender: Sender, now = Date.now()): Promise<Shop> {
  const spans: SpanOptions[] = [];
  const lines: Line[] = [];
  let failed = { trace: '', span: '' };
  for (let index = 0; index < 120; index += 1) {
    const start = now - 1_800_000 + index * 15_000 - 20_000;
    const isLate = index > 100;
    const trace = id(16);
    const [web, checkout, call, payments, database] = [id(8), id(8), id(8), id(8), id(8)];
    const paymentMs = isLate ? 900 + (index % 7) * 60 : 60 + (index % 9) * 8;
    const error = isLate && index % 2 === 0 ? 'The provider did not answer within 800 ms' : undefined;
    if (error !== undefined) failed = { trace, span: payments };
    const answer = error === undefined ? 200 : 504;
    spans.push(
      { trace, id: web, service: 'web', name: 'POST /checkout', kind: 'server', start, ms: paymentMs + 60, attributes: { 'http.request.method': 'POST', 'http.route': '/checkout', 'http.response.status_code': answer }, ...(error !== undefined && { error }) },
      { trace, id: checkout, parent: web, service: 'checkout', name: 'POST /orders', kind: 'server', start: start + 12, ms: paymentMs + 40, attributes: { 'http.request.method': 'POST', 'http.route': '/orders', 'http.response.status_code': answer }, ...(error !== undefined && { error }) },
      { trace, id: database, parent: checkout, service: 'checkout', name: 'INSERT orders', kind: 'client', start: start + 18, ms: 9, attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'insert into orders (id, total) values ($1, $2)' } },
      { trace, id: call, parent: checkout, service: 'checkout', name: 'POST', kind: 'client', start: start + 30, ms: paymentMs + 5, attributes: { 'http.request.method': 'POST', 'server.address': 'payments' } },
      { trace, id: payments, parent: call, service: 'payments', name: 'POST /charges', kind: 'server', start: start + 32, ms: paymentMs, attributes: { 'http.request.method': 'POST', 'http.route': '/charges', 'http.response.status_code': answer, 'order.id': 4000 + index }, ...(error !== undefined && { error }) },
    );
    lines.push(
      { service: 'web', message: `POST /checkout answered ${answer} in ${paymentMs + 60} ms`, at: start + paymentMs + 60, trace, span: web, attributes: { http: { status: answer, method: 'POST' }, user: `user-${index % 5}` } },
      { service: 'checkout', message: `Order ${4000 + index} for user-${index % 5} was placed`, at: start + 20, trace, span: checkout, attributes: { order: 4000 + index } },
    );
    if (error !== undefined) lines.push({ service: 'payments', level: 'ERROR', message: `Charge of order ${4000 + index} failed: ${error}`, at: start + paymentMs, trace, span: payments, attributes: { order: 4000 + index, provider: 'acme-pay' } });
    else if (isLate) lines.push({ service: 'payments', level: 'WARN', message: `Charge of order ${4000 + index} took ${paymentMs} ms`, at: start + paymentMs, trace, span: payments, attributes: { order: 4000 + index } });
  }
  await sendSpans(sender, spans);
  await sendLines(sender, lines);
  return { failed };
}

export async function sendHost(sender: Sender, hostname: string, now = Date.now()): Promise<void> {
  for (let index = 12; index >= 0; index -= 1) {
    await send(sender, '/api/v1/ingest/infrastructure', {
      hostname, cpu_percent: 30 + (index % 5) * 8, memory_percent: 61, disk_usage: 93.5, network_io: { bytes_sent: 1000, bytes_recv: 2000 }, timestamp: new Date(now - index * 60_000).toISOString(),
      processes: [{ pid: 812, name: 'postgres', cpu_percent: 21.5, memory_percent: 12 }, { pid: 1, name: 'systemd', cpu_percent: 0.1, memory_percent: 0.2 }],
      containers: [{ id: 'a1', name: 'payments-1', state: 'running', image: 'shop/payments:4.11.2' }],
    });
  }
}

/** As the user, without a page. */
export async function post(sender: Sender, path: string, data: object): Promise<unknown> {
  const response = await sender.request.post(path, { data, headers: { Authorization: `Bearer ${sender.token}` }, timeout: 60_000 });
  expect(response.ok(), `${path} ${response.status()} ${await response.text()}`).toBe(true);
  return response.json();
}

export async function deploy(sender: Sender, service: string, version: string, at: number): Promise<void> {
  await post(sender, '/api/v1/deployments', { service, version, commit_sha: 'a1b2c3d', deployed_by: 'Ana Petrović', description: 'New provider client', timestamp: new Date(at).toISOString() });
}

/** One trace with very many spans. */
export async function sendLongTrace(sender: Sender, count: number, start = Date.now() - 60_000): Promise<string> {
  const trace = id(16);
  const root = id(8);
  const spans: SpanOptions[] = [{ trace, id: root, service: 'batch', name: 'nightly import', kind: 'server', start, ms: count * 4 }];
  for (let index = 1; index < count; index += 1) spans.push({ trace, id: id(8), parent: root, service: 'batch', name: `row ${index}`, kind: 'internal', start: start + index * 4, ms: 3 });
  await sendSpans(sender, spans);
  return trace;
}

/** Sent data is looked for until it is there: some of it is summed up in the background. */
export async function waitFor(page: Page, path: string, isThere: (answer: unknown) => boolean): Promise<void> {
  await expect.poll(async () => {
    const response = await page.request.get(path);
    return response.ok() && isThere(await response.json());
  }, { timeout: 60_000, message: path }).toBe(true);
}

/** A figure of three regions over the last half hour. */
export async function sendMetrics(sender: Sender, now = Date.now()): Promise<void> {
  const metrics = ['eu', 'us', 'asia'].flatMap((region, place) => Array.from({ length: 30 }, (_, index) => ({
    service_name: 'checkout', metric_name: 'orders.open', metric_type: 'gauge', value: 40 + place * 30 + 12 * Math.sin(index / 4 + place), tags: { region }, timestamp: new Date(now - (30 - index) * 60_000).toISOString(),
  })));
  await send(sender, '/api/v1/ingest/metrics', { metrics });
}

/** What the browsers of two visitors of the shop report. */
export async function sendVisits(sender: Sender): Promise<void> {
  for (const user of [1, 2]) {
    await send(sender, '/api/v1/ingest/browser', {
      app_name: 'shop', url: `https://shop.example.com/cart?user=${user}`, web_vitals: [{ name: 'LCP', value: 4300 }, { name: 'CLS', value: 0.02 }, { name: 'INP', value: 180 }],
      page_load: { dom_content_loaded: 600, load_complete: 1500, first_contentful_paint: 700 },
      errors: [{ message: 'TypeError: cart is undefined', filename: 'https://shop.example.com/cart.js', lineno: 12 }],
      xhr_events: [{ url: 'https://shop.example.com/api/cart', method: 'GET', duration_ms: 240, status: 503, success: false }],
    });
  }
}

/** What Trivy wrote about the image of a service. */
export const trivyReport = (vulnerabilities: readonly object[]) => ({
  SchemaVersion: 2, ArtifactName: 'shop/web:1.4', ArtifactType: 'container_image',
  Results: [{ Target: 'package-lock.json', Class: 'lang-pkgs', Vulnerabilities: vulnerabilities }],
});

export const lodash = { VulnerabilityID: 'CVE-2020-8203', PkgName: 'lodash', InstalledVersion: '4.17.15', FixedVersion: '4.17.19', Severity: 'HIGH', Title: 'Prototype pollution', Description: 'Keys are not checked.', PrimaryURL: 'https://avd.aquasec.com/nvd/cve-2020-8203' };
export const openssl = { VulnerabilityID: 'CVE-2022-0778', PkgName: 'openssl', InstalledVersion: '1.1.1k', FixedVersion: '1.1.1n', Severity: 'CRITICAL', Title: 'Endless loop in a certificate', Description: 'A certificate stops the service.' };

/** A page of somebody who may look at the project and change nothing. */
export async function asViewer(sender: Sender, browser: Browser): Promise<Page> {
  const { email, password, full_name } = newAccount();
  const me = await sender.request.get('/api/v1/auth/me', { headers: { Authorization: `Bearer ${sender.token}` } });
  const { current_project_id: project } = await me.json() as { current_project_id: string };
  await post(sender, '/api/v1/users', { email, password, full_name });
  await post(sender, `/api/v1/projects/${project}/members`, { user_email: email, role: 'viewer' });
  const theirs = await (await browser.newContext({ baseURL: process.env.E2E_BASE_URL ?? '' })).newPage();
  const login = await theirs.request.post('/api/v1/auth/login', { data: { email, password } });
  expect(login.ok(), await login.text()).toBe(true);
  return theirs;
}

import { describe as suite, expect, it } from 'vitest';
import { ApiError, describe, readRetryAfter } from './error';

suite('readRetryAfter', () => {
  const now = Date.parse('2026-03-01T10:00:00Z');

  it.each([
    ['42', 42],
    ['0', 0],
    ['1.2', 2],
    ['-5', 0],
    ['Sun, 01 Mar 2026 10:00:30 GMT', 30],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [null, null],
  ])('reads %j as %j seconds', (header, seconds) => expect(readRetryAfter(header, now)).toBe(seconds));
});

suite('ApiError', () => {
  it('prefers the header to the body for the wait', async () => {
    const body = JSON.stringify({ rate_limit: { reset: 60 } });
    expect((await ApiError.fromResponse(new Response(body, { status: 429, headers: { 'Retry-After': '7' } }))).retryAfter).toBe(7);
    expect((await ApiError.fromResponse(new Response(body, { status: 429 }))).retryAfter).toBe(60);
  });

  it('knows an outage from a refusal', async () => {
    expect((await ApiError.fromResponse(new Response('', { status: 503 }))).isOutage).toBe(true);
    expect((await ApiError.fromResponse(new Response('', { status: 403 }))).isOutage).toBe(false);
    expect(ApiError.noAnswer('network', new TypeError()).isOutage).toBe(true);
  });
});

suite('describe', () => {
  it('shows no page of a proxy, but says what to do', async () => {
    const error = await ApiError.fromResponse(new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(describe(error)).toContain('try again in a moment');
  });

  it('shows the reason that the server gave', async () => {
    expect(describe(await ApiError.fromResponse(new Response('{"detail":"Only owners may"}', { status: 403 })))).toBe('Only owners may.');
  });

  it('names the connection when nothing answered', () => {
    expect(describe(ApiError.noAnswer('network', null))).toContain('connection');
  });
});

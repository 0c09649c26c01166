import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from './client';

type Handler = (path: string) => Response | Promise<Response>;

const calls: string[] = [];
const stored = new Map<string, string>();
let handle: Handler;

const json = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status });
const count = (path: string) => calls.filter((call) => call === path).length;

beforeEach(() => {
  calls.length = 0;
  stored.clear();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => stored.set(key, value) });
  vi.stubGlobal('fetch', async (path: string) => {
    calls.push(path);
    return await handle(path);
  });
});

/** A server whose access cookie has expired and can be renewed once the gate opens. */
function expired(refresh: () => Response | Promise<Response>): Handler {
  let valid = false;
  return async (path) => {
    if (path !== '/api/v1/auth/refresh') return valid ? json(200, { path }) : json(401);
    const answer = await refresh();
    valid = answer.ok;
    return answer;
  };
}

describe('an expired session', () => {
  it('is renewed once for all calls that wait, which are then repeated', async () => {
    let open: (answer: Response) => void = () => undefined;
    handle = expired(() => new Promise<Response>((resolve) => (open = resolve)));
    const answers = Promise.all(['/a', '/b', '/c'].map((path) => api.get<{ path: string }>(path)));
    await vi.waitFor(() => expect(count('/api/v1/auth/refresh')).toBe(1));
    open(json(200));

    expect(await answers).toEqual([{ path: '/a' }, { path: '/b' }, { path: '/c' }]);
    expect(calls).toHaveLength(7);
    expect(count('/api/v1/auth/refresh')).toBe(1);
  });

  it('is renewed again when it expires again', async () => {
    handle = expired(() => json(200));
    await api.get('/a');
    handle = expired(() => json(200));
    await api.get('/a');
    expect(count('/api/v1/auth/refresh')).toBe(2);
  });

  it('ends with 401 when it cannot be renewed', async () => {
    handle = expired(() => json(401));
    await expect(api.get('/a')).rejects.toMatchObject({ kind: 'http', status: 401 });
    expect(calls).toEqual(['/a', '/api/v1/auth/refresh']);
  });

  it('is not taken for ended when the server that renews is down or limits', async () => {
    handle = expired(() => json(503, { detail: 'Down' }));
    await expect(api.get('/a')).rejects.toMatchObject({ status: 503 });
    handle = expired(() => json(429));
    await expect(api.get('/a')).rejects.toMatchObject({ status: 429 });
    handle = expired(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(api.get('/a')).rejects.toMatchObject({ kind: 'network' });
  });

  it('is not asked for twice by one call', async () => {
    handle = (path) => (path === '/api/v1/auth/refresh' ? json(200) : json(401));
    await expect(api.get('/a')).rejects.toMatchObject({ status: 401 });
    expect(calls).toEqual(['/a', '/api/v1/auth/refresh', '/a']);
  });

  it('is left to the other tab that has just renewed it', async () => {
    vi.stubGlobal('navigator', {
      locks: {
        request: async (_name: string, callback: () => unknown) => {
          stored.set('srecopilot.refreshed-at', String(Date.now() + 1));
          return await callback();
        },
      },
    });
    let asked = 0;
    handle = () => ((asked += 1) === 1 ? json(401) : json(200));
    await api.get('/a');
    expect(calls).toEqual(['/a', '/a']);
  });
});

describe('a call', () => {
  it.each(['/api/v1/auth/login', '/api/v1/auth/register', '/api/v1/auth/logout'])('to %s keeps its 401', async (path) => {
    handle = () => json(401, { detail: 'No' });
    await expect(api.post(path, { body: {} })).rejects.toMatchObject({ status: 401 });
    expect(calls).toEqual([path]);
  });

  it('without an answer is a network failure', async () => {
    handle = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(api.get('/a')).rejects.toMatchObject({ kind: 'network', status: 0 });
  });

  it('may be answered with nothing', async () => {
    handle = () => new Response(null, { status: 204 });
    expect(await api.post('/a')).toBeUndefined();
  });

  it('that the page gave up is no failure of the connection', async () => {
    handle = () => Promise.reject(new DOMException('Aborted', 'AbortError'));
    await expect(api.get('/a', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

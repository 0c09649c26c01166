import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveConnection, type LiveState } from './LiveConnection';
import type { LiveEvent } from './frames';

class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  readonly sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  ends(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const sockets: FakeSocket[] = [];
const states: LiveState[] = [];
const events: LiveEvent[] = [];
const calls = { gap: 0, ended: 0, tickets: 0 };
let ticket: () => Promise<{ token: string; user_id: string; tenant_id: string; project_id: string }>;
let connection: LiveConnection;

const last = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('Nothing was opened');
  return socket;
};

async function goLive(lastEventId = 10): Promise<FakeSocket> {
  await vi.advanceTimersByTimeAsync(0);
  last().opens();
  last().says({ type: 'connected', lastEventId, sessionSeconds: 1800 });
  return last();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  for (const list of [sockets, states, events]) list.length = 0;
  Object.assign(calls, { gap: 0, ended: 0, tickets: 0 });
  ticket = () => Promise.resolve({ token: `t${(calls.tickets += 1)}`, user_id: 'u', tenant_id: 'a', project_id: 'p' });
  connection = new LiveConnection({
    getTicket: () => ticket(),
    open: () => {
      sockets.push(new FakeSocket());
      return last() as unknown as WebSocket;
    },
  }, {
    onState: (state) => states.push(state),
    onEvent: (event) => events.push(event),
    onGap: () => (calls.gap += 1),
    onSessionEnded: () => (calls.ended += 1),
  });
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

describe('a live connection', () => {
  it('presents a ticket and is live when the server says so', async () => {
    const socket = await goLive();
    expect(socket.sent).toEqual([{ type: 'connect', token: 't1', tenantId: 'a', projectId: 'p' }]);
    expect(states.at(-1)).toBe('live');
  });

  it('reads on from the last event after a break, with a new ticket', async () => {
    const first = await goLive();
    first.says({ id: 12, type: 'incident.created', data: {} });
    first.ends(1006);
    expect(states.at(-1)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1000);
    last().opens();
    expect(last()).not.toBe(first);
    expect(last().sent[0]).toMatchObject({ token: 't2', lastEventId: 12 });
    expect(events.map((event) => event.id)).toEqual([12]);
  });

  it('reads on from where it began when nothing had happened', async () => {
    (await goLive(7)).ends(1012);
    await vi.advanceTimersByTimeAsync(1000);
    last().opens();
    expect(last().sent[0]).toMatchObject({ lastEventId: 7 });
  });

  it('says when events were missed', async () => {
    const socket = await goLive();
    socket.says({ type: 'replayed', complete: true });
    expect(calls.gap).toBe(0);
    socket.says({ type: 'replayed', complete: false });
    expect(calls.gap).toBe(1);
  });

  it('gives up a connection that does not answer', async () => {
    const socket = await goLive();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket.sent.at(-1)).toEqual({ type: 'ping' });
    socket.says({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5000 + 10_000 + 1000);
    expect(sockets).toHaveLength(2);
  });

  it('renews its session before it ends', async () => {
    const socket = await goLive();
    for (let waited = 0; waited < 1440; waited += 5) {
      await vi.advanceTimersByTimeAsync(5000);
      socket.says({ type: 'pong' });
    }
    expect(socket.sent).toContainEqual({ type: 'renew', token: 't2' });
    expect(sockets).toHaveLength(1);
  });

  it('waits longer after each failure to get a ticket', async () => {
    (await goLive()).ends(1006);
    let asked = 0;
    ticket = () => {
      asked += 1;
      return Promise.reject(new Error('down'));
    };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThan(12);
  });

  it('tells that the session ended', async () => {
    (await goLive()).ends(4001);
    expect(calls.ended).toBe(1);
  });

  it('stops for good', async () => {
    await goLive();
    connection.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sockets).toHaveLength(1);
    expect(states.at(-1)).toBe('stopped');
  });
});

import type { Ticket } from '../api/contract';
import { backoff } from './backoff';
import { closeCodes, isEvent, readFrame, type Frame, type LiveEvent } from './frames';

/** `waiting`: connecting, or waiting for the next try. */
export type LiveState = 'waiting' | 'live' | 'stopped';

export interface LiveHandlers {
  onState: (state: LiveState) => void;
  onEvent: (event: LiveEvent) => void;
  /** Events may have been missed: what is shown may be old. */
  onGap: () => void;
  /** The server ended the session. */
  onSessionEnded: () => void;
}

interface Means {
  getTicket: () => Promise<Ticket>;
  open: () => WebSocket;
}

const pingMs = 25_000;
const pongMs = 10_000;
/** A new ticket is sent when this part of the session is over. */
const renewAt = 0.8;

/**
 * The events of the current project, in order and each once, for as long as the page is open. After a break it reads on from the
 * last event it saw, so nothing is missed, as far back as the server remembers; when it does not, `onGap` says so.
 */
export class LiveConnection {
  private socket: WebSocket | null = null;
  private lastEventId: number | undefined;
  private failures = 0;
  private isStopped = false;
  private timers = new Map<'retry' | 'ping' | 'pong' | 'renew', ReturnType<typeof setTimeout>>();

  private readonly means: Means;
  private readonly handlers: LiveHandlers;

  constructor(means: Means, handlers: LiveHandlers) {
    this.means = means;
    this.handlers = handlers;
  }

  start(): void {
    this.isStopped = false;
    void this.connect();
  }

  stop(): void {
    this.isStopped = true;
    this.clear();
    this.socket?.close(1000);
    this.socket = null;
    this.handlers.onState('stopped');
  }

  /** The network is back, or the page is looked at again: no need to wait for the next try. */
  retryNow(): void {
    if (this.socket === null && this.timers.has('retry')) void this.connect();
    else if (this.socket?.readyState === WebSocket.OPEN) this.ping(this.socket);
  }

  private async connect(): Promise<void> {
    this.clear();
    this.handlers.onState('waiting');
    let ticket: Ticket;
    try {
      ticket = await this.means.getTicket();
    } catch {
      // The client that asked knows what to do about a session that is over.
      this.retryLater(backoff(this.failures++));
      return;
    }
    if (this.isStopped) return;
    const socket = this.means.open();
    this.socket = socket;
    socket.onopen = () => this.send(socket, {
      type: 'connect', token: ticket.token, tenantId: ticket.tenant_id, projectId: ticket.project_id, lastEventId: this.lastEventId,
    });
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.receive(socket, typeof data === 'string' ? readFrame(data) : null);
    socket.onclose = ({ code }) => this.closed(socket, code);
  }

  private receive(socket: WebSocket, frame: Frame | null): void {
    if (frame === null || socket !== this.socket) return;
    if (isEvent(frame)) {
      this.lastEventId = frame.id;
      this.handlers.onEvent(frame);
    } else if (frame.type === 'connected') {
      // The first connection begins with what is loaded now.
      this.lastEventId ??= frame.lastEventId;
      this.failures = 0;
      this.handlers.onState('live');
      this.timers.set('ping', setTimeout(() => this.ping(socket), pingMs));
      this.renewIn(socket, frame.sessionSeconds);
    } else if (frame.type === 'replayed' && !frame.complete) {
      this.handlers.onGap();
    } else if (frame.type === 'renewed') {
      this.renewIn(socket, frame.sessionSeconds);
    } else if (frame.type === 'pong') {
      this.clear('pong');
    }
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.clear();
    if (code === closeCodes.sessionEnded) this.handlers.onSessionEnded();
    if (code === closeCodes.restart) this.failures = 0;
    const longest = code === closeCodes.tooManyConnections ? 5 : this.failures;
    this.failures += 1;
    this.retryLater(backoff(longest));
  }

  private retryLater(ms: number): void {
    if (this.isStopped) return;
    this.handlers.onState('waiting');
    this.timers.set('retry', setTimeout(() => void this.connect(), ms));
  }

  /** A connection can be dead for minutes without anybody saying so. */
  private ping(socket: WebSocket): void {
    this.clear('ping');
    this.send(socket, { type: 'ping' });
    if (!this.timers.has('pong')) this.timers.set('pong', setTimeout(() => this.giveUp(socket), pongMs));
    this.timers.set('ping', setTimeout(() => this.ping(socket), pingMs));
  }

  private giveUp(socket: WebSocket): void {
    socket.close();
    // The close event of a dead connection may take minutes.
    this.closed(socket, 1006);
  }

  private renewIn(socket: WebSocket, sessionSeconds: number): void {
    this.clear('renew');
    this.timers.set('renew', setTimeout(() => void this.renew(socket), sessionSeconds * 1000 * renewAt));
  }

  private async renew(socket: WebSocket): Promise<void> {
    try {
      const { token } = await this.means.getTicket();
      if (socket === this.socket) this.send(socket, { type: 'renew', token });
    } catch {
      // The server closes when the session is over; that is tried again as any other end.
    }
  }

  private send(socket: WebSocket, frame: object): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  private clear(...names: ('retry' | 'ping' | 'pong' | 'renew')[]): void {
    for (const name of names.length === 0 ? [...this.timers.keys()] : names) {
      clearTimeout(this.timers.get(name));
      this.timers.delete(name);
    }
  }
}

import type { LogLine } from '../../api/contract';
import { backoff } from '../../live/backoff';

export type TailState = 'connecting' | 'live' | 'refused' | 'ended';

export interface TailHandlers {
  onState: (state: TailState) => void;
  onLine: (line: LogLine) => void;
  onSkipped: (count: number) => void;
}

interface Means {
  open: () => WebSocket;
  /** Asks for something that renews the session when that is needed. */
  renewSession: () => Promise<unknown>;
}

/** The service's own close codes, see Tail/TailClient.cs of log-service. */
const sessionEnded = 4001;
const refusalsBeforeGivingUp = 4;

/** New lines of a project for as long as somebody looks; connects again after a break. */
export class TailConnection {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private isStopped = false;

  private readonly means: Means;
  private readonly handlers: TailHandlers;

  constructor(means: Means, handlers: TailHandlers) {
    this.means = means;
    this.handlers = handlers;
  }

  start(): void {
    this.handlers.onState('connecting');
    const socket = this.means.open();
    this.socket = socket;
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.failures = 0;
      this.handlers.onState('live');
    };
    socket.onmessage = (event: MessageEvent<string>) => this.read(event.data);
    socket.onclose = (event) => {
      if (this.isStopped) return;
      if (event.code === sessionEnded) this.handlers.onState('ended');
      else void this.again(wasOpen);
    };
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  // A refused upgrade says nothing about why: an expired session is the usual reason, so it is renewed first.
  private async again(wasOpen: boolean): Promise<void> {
    this.failures += 1;
    if (!wasOpen && this.failures > refusalsBeforeGivingUp) {
      this.handlers.onState('refused');
      return;
    }
    this.handlers.onState('connecting');
    await this.means.renewSession().catch(() => undefined);
    if (!this.isStopped) this.timer = setTimeout(() => this.start(), backoff(this.failures));
  }

  // {"id":"...","timestamp":"...","level":"INFO",...} is a line; {"type":"skipped","count":12} and the like stand between lines.
  private read(data: string): void {
    let message: Partial<LogLine> & { type?: string; count?: number };
    try {
      message = JSON.parse(data) as typeof message;
    } catch {
      return;
    }
    if (typeof message.id === 'string') this.handlers.onLine(message as LogLine);
    else if (message.type === 'skipped') this.handlers.onSkipped(message.count ?? 0);
  }
}

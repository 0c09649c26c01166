import type { LogLine } from '../../api/contract';

export const mostKept = 5000;
const restMs = 200;

export interface TailView {
  /** The newest first. */
  lines: readonly LogLine[];
  /** Lines that came while the view was held. */
  waiting: number;
  /** Lines that the service left out because there were too many. */
  skipped: number;
}

const nothing: TailView = { lines: [], waiting: 0, skipped: 0 };

/** Collects lines as they come and shows them a few times a second, however many there are; old ones make room for new ones. */
export class TailBuffer {
  private view = nothing;
  private arrived: LogLine[] = [];
  private skipped = 0;
  private isHeld = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): TailView => this.view;

  add(line: LogLine): void {
    this.arrived.push(line);
    // Nobody looks: the oldest are given up here already.
    if (this.arrived.length > mostKept) this.arrived.splice(0, this.arrived.length - mostKept);
    this.schedule();
  }

  skip(count: number): void {
    this.skipped += count;
    this.schedule();
  }

  /** While held, the lines in sight stay where they are. */
  hold(isHeld: boolean): void {
    if (isHeld === this.isHeld) return;
    this.isHeld = isHeld;
    this.show();
  }

  clear(): void {
    this.arrived = [];
    this.skipped = 0;
    this.set(nothing);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.show();
    }, restMs);
  }

  private show(): void {
    if (this.isHeld) {
      this.set({ ...this.view, waiting: this.arrived.length, skipped: this.skipped });
      return;
    }
    const lines = this.arrived.length === 0 ? this.view.lines : [...this.arrived.reverse(), ...this.view.lines].slice(0, mostKept);
    this.arrived = [];
    this.set({ lines, waiting: 0, skipped: this.skipped });
  }

  private set(view: TailView): void {
    this.view = view;
    for (const listener of this.listeners) listener();
  }
}

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LogLine } from '../../api/contract';
import { mostKept, TailBuffer } from './TailBuffer';

const line = (id: number): LogLine => ({ id: String(id), timestamp: '2026-05-01T12:00:00Z', level: 'INFO', service_name: 'api', message: `line ${id}`, attributes: {} });
const ids = (buffer: TailBuffer) => buffer.read().lines.map(({ id }) => Number(id));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('shows many lines at once, the newest first', () => {
  const buffer = new TailBuffer();
  const listener = vi.fn();
  buffer.subscribe(listener);
  for (let id = 1; id <= 40; id += 1) buffer.add(line(id));
  expect(listener).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(listener).toHaveBeenCalledOnce();
  buffer.add(line(41));
  vi.runAllTimers();
  expect(ids(buffer).slice(0, 3)).toEqual([41, 40, 39]);
});

it('keeps only so many', () => {
  const buffer = new TailBuffer();
  for (let id = 1; id <= mostKept + 500; id += 1) buffer.add(line(id));
  vi.runAllTimers();
  expect(ids(buffer)).toHaveLength(mostKept);
  expect(ids(buffer)[0]).toBe(mostKept + 500);
});

it('holds what is in sight, counts what waits, and shows it later', () => {
  const buffer = new TailBuffer();
  buffer.add(line(1));
  vi.runAllTimers();
  buffer.hold(true);
  buffer.add(line(2));
  buffer.skip(7);
  vi.runAllTimers();
  expect(ids(buffer)).toEqual([1]);
  expect(buffer.read()).toMatchObject({ waiting: 1, skipped: 7 });
  buffer.hold(false);
  expect(ids(buffer)).toEqual([2, 1]);
  expect(buffer.read().waiting).toBe(0);
  buffer.clear();
  expect(buffer.read()).toEqual({ lines: [], waiting: 0, skipped: 0 });
});

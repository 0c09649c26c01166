import type { TimeWindow } from '../time/range';

const minute = 60_000;
const before = 30 * minute;
const after = 15 * minute;
const longest = 24 * 60 * minute;

/** From half an hour before an incident was detected to a little after it was over; of a long one the first day. */
export function telemetryWindow(detectedAt: string, resolvedAt: string | null, now: number): TimeWindow {
  const detected = Date.parse(detectedAt);
  const end = resolvedAt === null ? now : Math.min(now, Date.parse(resolvedAt) + after);
  return { from: detected - before, to: Math.min(Math.max(end, detected + minute), detected + longest) };
}

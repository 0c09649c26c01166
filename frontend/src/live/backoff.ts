const firstMs = 1000;
const longestMs = 30_000;

/** How long to wait before the next try: twice as long each time, spread so that clients of a restarted server do not return at once. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const limit = Math.min(longestMs, firstMs * 2 ** failures);
  return limit / 2 + (random() * limit) / 2;
}

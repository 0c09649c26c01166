import { formatAge } from './time';
import { useNow } from './useNow';

/** A moment as its age; the exact time is in the tooltip. */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  const time = new Date(at);
  return <time dateTime={at} title={time.toLocaleString()}>{formatAge(now - time.getTime())}</time>;
}

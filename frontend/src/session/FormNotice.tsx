import { Notice } from '../ui/Notice';

interface Props {
  failure: string | null;
  /** True from a 429 until the next try. */
  blocked: boolean;
  /** Seconds left of the wait that the server asked for. */
  wait: number;
}

export function FormNotice({ failure, blocked, wait }: Props) {
  if (failure !== null) return <Notice tone="bad">{failure}</Notice>;
  if (!blocked) return null;
  if (wait === 0) return <Notice tone="info" role="status">You can try again now.</Notice>;
  return (
    <Notice tone="warn" title="Too many tries in a short time">
      {/* Ticks are for the eye; a screen reader hears the first value only. */}
      <p aria-hidden="true">You can try again in <strong>{clock(wait)}</strong>. Your input is kept.</p>
      <p className="visually-hidden">You can try again shortly. Your input is kept.</p>
    </Notice>
  );
}

function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

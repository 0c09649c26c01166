import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/Icon';

export interface Health {
  label: string;
  tone: Tone;
  icon: IconName;
}

const idle: Health = { label: 'Idle', tone: 'neutral', icon: 'circle' };
const good: Health = { label: 'Healthy', tone: 'good', icon: 'check' };
const degraded: Health = { label: 'Degraded', tone: 'warn', icon: 'alert' };
const bad: Health = { label: 'Failing', tone: 'bad', icon: 'alert' };

/** By the share of failed requests in percent, and by how satisfied the users are (Apdex, 0 to 1). */
export function healthOf({ requests, errorRate, apdex }: { requests: number; errorRate: number; apdex: number }): Health {
  if (requests === 0) return idle;
  if (errorRate >= 5 || apdex < 0.5) return bad;
  return errorRate >= 1 || apdex < 0.85 ? degraded : good;
}

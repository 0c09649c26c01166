import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/Icon';
import type { ErrorStatus } from './search';

export const statusViews: Record<ErrorStatus, { label: string; tone: Tone; icon: IconName }> = {
  unresolved: { label: 'Unresolved', tone: 'bad', icon: 'alert' },
  investigating: { label: 'Investigating', tone: 'warn', icon: 'search' },
  resolved: { label: 'Resolved', tone: 'good', icon: 'check' },
  ignored: { label: 'Ignored', tone: 'neutral', icon: 'eyeOff' },
};

/** The service knows these four; a newer one may know more. */
export function statusView(status: string) {
  return statusViews[status as ErrorStatus] as (typeof statusViews)[ErrorStatus] | undefined ?? { label: status, tone: 'neutral' as const, icon: 'circle' as const };
}

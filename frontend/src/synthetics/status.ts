import type { Monitor } from '../api/contract';
import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/Icon';

export function monitorState({ enabled, latest_result: latest, alerting }: Monitor): { label: string; tone: Tone; icon: IconName } {
  if (!enabled) return { label: 'Paused', tone: 'neutral', icon: 'pause' };
  if (latest == null) return { label: 'Not checked yet', tone: 'neutral', icon: 'clock' };
  if (latest.success) return { label: 'Up', tone: 'good', icon: 'check' };
  return alerting ? { label: 'Down', tone: 'bad', icon: 'x' } : { label: 'Failing', tone: 'warn', icon: 'alert' };
}

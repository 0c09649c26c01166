import type { Slo } from '../api/contract';
import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/Icon';

interface View {
  label: string;
  tone: Tone;
  icon: IconName;
}

const views: Record<string, View> = {
  met: { label: 'Met', tone: 'good', icon: 'check' },
  at_risk: { label: 'At risk', tone: 'warn', icon: 'alert' },
  breached: { label: 'Breached', tone: 'bad', icon: 'x' },
};

/** How an objective is doing; one without a request is neither met nor breached. */
export function sloView({ status, total_events }: Slo): View {
  return total_events === 0 ? { label: 'No requests yet', tone: 'neutral', icon: 'circle' } : views[status] ?? { label: status, tone: 'neutral', icon: 'circle' };
}

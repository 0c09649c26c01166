import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/Icon';

interface View {
  label: string;
  tone: Tone;
  icon: IconName;
}

export const statusViews: Record<string, View> = {
  open: { label: 'Open', tone: 'bad', icon: 'alert' },
  in_progress: { label: 'In progress', tone: 'warn', icon: 'search' },
  resolved: { label: 'Resolved', tone: 'good', icon: 'check' },
  ignored: { label: 'Ignored', tone: 'neutral', icon: 'minus' },
  false_positive: { label: 'False alarm', tone: 'neutral', icon: 'x' },
};

export function statusView(status: string): View {
  return statusViews[status] ?? { label: status, tone: 'neutral', icon: 'circle' };
}

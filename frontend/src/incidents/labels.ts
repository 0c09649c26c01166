import type { Activity, Severity, State } from '../api/contract';
import type { IconName } from '../ui/Icon';
import type { Tone } from '../ui/Badge';

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
export const states: readonly State[] = ['detected', 'acknowledged', 'investigating', 'mitigated', 'resolved', 'learned', 'closed'];

export const severityViews: Record<Severity, { label: string; icon: IconName; tone: Tone }> = {
  critical: { label: 'Critical', icon: 'severityCritical', tone: 'bad' },
  high: { label: 'High', icon: 'severityHigh', tone: 'warn' },
  medium: { label: 'Medium', icon: 'severityMedium', tone: 'info' },
  low: { label: 'Low', icon: 'severityLow', tone: 'neutral' },
};

export const stateViews: Record<State, { label: string; icon: IconName; tone: Tone; action: string }> = {
  detected: { label: 'Detected', icon: 'alert', tone: 'bad', action: 'Reopen' },
  acknowledged: { label: 'Acknowledged', icon: 'eye', tone: 'warn', action: 'Acknowledge' },
  investigating: { label: 'Investigating', icon: 'search', tone: 'warn', action: 'Investigate' },
  mitigated: { label: 'Mitigated', icon: 'shield', tone: 'info', action: 'Mark mitigated' },
  resolved: { label: 'Resolved', icon: 'check', tone: 'good', action: 'Resolve' },
  learned: { label: 'Learned', icon: 'book', tone: 'good', action: 'Mark learned' },
  closed: { label: 'Closed', icon: 'x', tone: 'neutral', action: 'Close' },
};

/** Where an incident can go, the usual next step first. The server decides; this only spares people a refusal. */
export const nextStates: Record<State, readonly [State, ...State[]]> = {
  detected: ['acknowledged', 'investigating', 'mitigated', 'resolved', 'closed'],
  acknowledged: ['investigating', 'mitigated', 'resolved', 'detected', 'closed'],
  investigating: ['mitigated', 'resolved', 'acknowledged', 'detected', 'closed'],
  mitigated: ['resolved', 'investigating', 'closed'],
  resolved: ['learned', 'closed', 'investigating', 'detected'],
  learned: ['closed', 'investigating', 'detected'],
  closed: ['detected', 'investigating'],
};

export const activityIcons: Record<string, IconName> = {
  state_change: 'activity',
  severity_change: 'severityHigh',
  assignee_change: 'person',
  comment: 'comment',
  system: 'robot',
} satisfies Record<string, IconName>;

export function iconOf(activity: Activity): IconName {
  return activityIcons[activity.activity_type] ?? 'circle';
}

import type { Severity, State } from '../api/contract';
import { Badge } from '../ui/Badge';
import { severityViews, stateViews } from './labels';

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { tone, icon, label } = severityViews[severity];
  return <Badge tone={tone} icon={icon}>{label}</Badge>;
}

export function StateBadge({ state }: { state: State }) {
  const { tone, icon, label } = stateViews[state];
  return <Badge tone={tone} icon={icon}>{label}</Badge>;
}

import type { IconName } from '../ui/Icon';

export const groups = ['Respond', 'Observe', 'Improve', 'Configure'] as const;

/** The pages of the navigation, grouped by task. A page gets its line here when it exists. */
export const pages = [
  { to: '/incidents', label: 'Incidents', icon: 'flame', group: 'Respond', keys: 'g i' },
  { to: '/alerts', label: 'Alerts', icon: 'bell', group: 'Respond', keys: 'g a' },
  { to: '/overview', label: 'Overview', icon: 'eye', group: 'Observe', keys: 'g w' },
  { to: '/services', label: 'Services', icon: 'services', group: 'Observe', keys: 'g v' },
  { to: '/service-map', label: 'Service map', icon: 'map', group: 'Observe', keys: 'g m' },
  { to: '/logs', label: 'Logs', icon: 'lines', group: 'Observe', keys: 'g l' },
  { to: '/traces', label: 'Traces', icon: 'trace', group: 'Observe', keys: 'g t' },
  { to: '/errors', label: 'Errors', icon: 'bug', group: 'Observe', keys: 'g e' },
  { to: '/hosts', label: 'Hosts', icon: 'server', group: 'Observe', keys: 'g h' },
  { to: '/cloud', label: 'Cloud', icon: 'cloud', group: 'Observe', keys: null },
  { to: '/metrics', label: 'Metrics', icon: 'chart', group: 'Observe', keys: null },
  { to: '/dashboards', label: 'Dashboards', icon: 'dashboard', group: 'Observe', keys: 'g d' },
  { to: '/browser', label: 'Real users', icon: 'browser', group: 'Observe', keys: 'g r' },
  { to: '/synthetics', label: 'Synthetics', icon: 'globe', group: 'Observe', keys: 'g y' },
  { to: '/status', label: 'Service status', icon: 'activity', group: 'Observe', keys: 'g s' },
  { to: '/slos', label: 'Service levels', icon: 'target', group: 'Improve', keys: 'g o' },
  { to: '/analytics', label: 'Incident analytics', icon: 'chart', group: 'Improve', keys: 'g n' },
  { to: '/vulnerabilities', label: 'Vulnerabilities', icon: 'shield', group: 'Improve', keys: 'g b' },
  { to: '/ai-usage', label: 'AI usage', icon: 'coins', group: 'Improve', keys: null },
  { to: '/audit', label: 'Audit log', icon: 'book', group: 'Improve', keys: 'g u' },
  { to: '/settings/project', label: 'Project', icon: 'folder', group: 'Configure', keys: 'g p' },
  { to: '/settings/members', label: 'Members', icon: 'person', group: 'Configure', keys: null },
  { to: '/settings/integrations', label: 'Integrations', icon: 'plug', group: 'Configure', keys: null },
  { to: '/settings/connectors', label: 'Connectors', icon: 'branch', group: 'Configure', keys: 'g c' },
  { to: '/settings/retention', label: 'Retention', icon: 'archive', group: 'Configure', keys: null },
  { to: '/settings/api-keys', label: 'API keys', icon: 'key', group: 'Configure', keys: 'g k' },
] as const satisfies readonly { to: string; label: string; icon: IconName; group: (typeof groups)[number]; keys: string | null }[];

export type PageEntry = (typeof pages)[number];

import { useQuery } from '@tanstack/react-query';
import { firedAlertsQuery } from '../alerting/queries';
import { alertsQuery } from '../integrations/queries';
import { useProject } from '../session/useProject';

const most = 500;

/** How many alerts fire, whoever found them; both have to be known for that. */
export function useFiring(): { data: number | undefined; error: Error | null } {
  const context = useProject();
  const own = useQuery({ ...firedAlertsQuery('firing', most), select: (alerts) => alerts.length });
  const others = useQuery({ ...alertsQuery(context?.project.id ?? '', 'firing', most), enabled: context !== null, select: (alerts) => alerts.length });
  return { data: own.data === undefined || others.data === undefined ? undefined : own.data + others.data, error: own.error ?? others.error };
}

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api } from '../api/client';
import type { Incident, IncidentPage } from '../api/contract';
import { pages } from '../shell/pages';
import { serviceNamesQuery } from '../traces/queries';
import { useTheme } from '../ui/theme';
import { traceIdIn, type Command } from './commands';

const mostIncidents = 5;

export const incidentMatchesQuery = (text: string) => queryOptions({
  queryKey: ['incidents', 'matches', text],
  queryFn: async ({ signal }) => (await api.get<IncidentPage>(`/api/v1/incidents?${new URLSearchParams({ page: '1', limit: String(mostIncidents), search: text })}`, { signal })).items,
  placeholderData: keepPreviousData,
  staleTime: 15_000,
});

/** What can be gone to: `found` by the server or the text itself, `fixed` is still to be searched. */
export function useCommands(text: string, incidents: readonly Incident[]): { found: Command[]; fixed: Command[] } {
  const router = useRouter();
  const [, chooseTheme] = useTheme();
  const { data: services } = useQuery(serviceNamesQuery);
  const trace = traceIdIn(text);
  const found: Command[] = [
    ...(trace === null ? [] : [{ id: 'trace', label: trace, kind: 'Trace', icon: 'trace' as const, run: () => void router.navigate({ to: '/traces/$traceId', params: { traceId: trace } }) }]),
    ...(text.trim().length < 2 ? [] : incidents).map(({ id, title }): Command => ({
      id: `incident ${id}`, label: title, kind: 'Incident', icon: 'flame', run: () => void router.navigate({ to: '/incidents/$incidentId', params: { incidentId: id } }),
    })),
  ];
  const fixed: Command[] = [
    ...pages.map(({ to, label, icon, keys }): Command => ({ id: to, label, kind: 'Page', icon, keys, run: () => void router.navigate({ to }) })),
    { id: '/settings/profile', label: 'Profile', kind: 'Page', icon: 'person', run: () => void router.navigate({ to: '/settings/profile' }) },
    ...(services ?? []).map((name): Command => ({ id: `service ${name}`, label: name, kind: 'Service', icon: 'services', run: () => void router.navigate({ to: '/services/$serviceName', params: { serviceName: name } }) })),
    { id: 'tail', label: 'Live tail of the logs', kind: 'Action', icon: 'play', run: () => void router.navigate({ to: '/logs', search: { live: true } }) },
    { id: 'dark', label: 'Dark theme', kind: 'Action', icon: 'eye', run: () => chooseTheme('dark') },
    { id: 'light', label: 'Light theme', kind: 'Action', icon: 'eye', run: () => chooseTheme('light') },
    { id: 'system', label: 'Theme of the system', kind: 'Action', icon: 'eye', run: () => chooseTheme('system') },
  ];
  return { found, fixed };
}

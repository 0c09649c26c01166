import { useQuery } from '@tanstack/react-query';
import { currentProject, meQuery } from './session';

/** Whether the user may change things in the current project. The server decides; this spares people a refusal. */
export function useMayWrite(): boolean {
  const { data: me } = useQuery(meQuery);
  const role = me === undefined ? undefined : currentProject(me)?.role;
  return role !== undefined && role !== 'viewer';
}

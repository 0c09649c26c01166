import { useQuery } from '@tanstack/react-query';
import type { Me, Project } from '../api/contract';
import { currentProject, meQuery } from './session';

/** The project that is shown, and who looks at it. Pages behind the login have both. */
export function useProject(): { me: Me; project: Project } | null {
  const { data: me } = useQuery(meQuery);
  const project = me === undefined ? undefined : currentProject(me);
  return me === undefined || project === undefined ? null : { me, project };
}

/** Whether somebody with this role manages members, keys and integrations. */
export function manages(role: string): boolean {
  return role === 'owner' || role === 'admin';
}

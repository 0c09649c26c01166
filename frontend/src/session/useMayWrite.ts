import { useProject } from './useProject';

/** Whether the user may change things in the current project. The server decides; this spares people a refusal. */
export function useMayWrite(): boolean {
  const role = useProject()?.project.role;
  return role !== undefined && role !== 'viewer';
}

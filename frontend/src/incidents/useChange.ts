import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, describe } from '../api/error';
import type { Incident } from '../api/contract';
import { incidentKeys } from './queries';

/** A change of an incident. When somebody else changed it first, nothing is undone: the page shows theirs and says so. */
export function useChange<T>(incident: Incident, change: (incident: Incident, value: T) => Promise<unknown>) {
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: (value: T) => change(incident, value),
    onSettled: () => Promise.all([incidentKeys.one(incident.id), incidentKeys.story(incident.id), incidentKeys.lists, incidentKeys.statistics]
      .map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  const conflict = changing.error instanceof ApiError && changing.error.status === 409;
  return {
    make: changing.mutate,
    isPending: changing.isPending,
    problem: changing.error === null ? null : conflict ? `${describe(changing.error)} The page shows how it is now.` : describe(changing.error),
  };
}

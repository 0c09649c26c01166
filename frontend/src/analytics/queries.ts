import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { IncidentTimeline } from '../api/contract';
import { incidentKeys } from '../incidents/queries';

export const timelineQuery = (days: number) => queryOptions({
  // Below the statistics: what changes those changes it, too.
  queryKey: [...incidentKeys.statistics, 'timeline', days],
  queryFn: ({ signal }) => api.get<IncidentTimeline>(`/api/v1/incidents-timeline?days=${days}`, { signal }),
});

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Activity, AiUsage, Analysis, Feedback, Hypothesis, Incident, IncidentPage, IncidentStatistics, NewIncident, Severity, State, Workflow } from '../api/contract';
import type { IncidentSearch } from './search';

const root = '/api/v1';

export const incidentKeys = {
  lists: ['incidents', 'list'] as const,
  statistics: ['incidents', 'statistics'] as const,
  one: (id: string) => ['incidents', 'one', id] as const,
  story: (id: string) => ['incidents', 'story', id] as const,
  hypotheses: (id: string) => ['incidents', 'hypotheses', id] as const,
  workflow: (id: string) => ['incidents', 'workflow', id] as const,
};

export const pageSize = 25;

export const incidentListQuery = (search: IncidentSearch) => queryOptions({
  queryKey: [...incidentKeys.lists, search],
  queryFn: ({ signal }) => {
    const query = new URLSearchParams({ page: String(search.page ?? 1), limit: String(pageSize) });
    if (search.state !== undefined) query.set('state', search.state.join(','));
    if (search.severity !== undefined) query.set('severity', search.severity.join(','));
    if (search.q !== undefined) query.set('search', search.q);
    return api.get<IncidentPage>(`${root}/incidents?${query}`, { signal });
  },
  placeholderData: keepPreviousData,
});

export const statisticsQuery = queryOptions({
  queryKey: incidentKeys.statistics,
  queryFn: ({ signal }) => api.get<IncidentStatistics>(`${root}/incidents-stats`, { signal }),
});

export const incidentQuery = (id: string) => queryOptions({
  queryKey: incidentKeys.one(id),
  queryFn: ({ signal }) => api.get<Incident>(path(id), { signal }),
});

export const storyQuery = (id: string) => queryOptions({
  queryKey: incidentKeys.story(id),
  queryFn: ({ signal }) => api.get<Activity[]>(`${path(id)}/activities`, { signal }),
});

export const hypothesesQuery = (id: string) => queryOptions({
  queryKey: incidentKeys.hypotheses(id),
  queryFn: ({ signal }) => api.get<Hypothesis[]>(`${path(id)}/hypotheses`, { signal }),
});

/** Below the hypotheses: an event about those loads it again. */
export const analysisQuery = (id: string) => queryOptions({
  queryKey: [...incidentKeys.hypotheses(id), 'analysis'],
  queryFn: ({ signal }) => api.get<Analysis>(`${path(id)}/analysis`, { signal }),
});

/** What people thought of hypotheses, the newest first. */
export const verdictsQuery = queryOptions({
  queryKey: ['hypotheses', 'feedback'],
  queryFn: ({ signal }) => api.get<Feedback>(`${root}/hypotheses/feedback?limit=200`, { signal }),
});

export const workflowQuery = (id: string) => queryOptions({
  queryKey: incidentKeys.workflow(id),
  queryFn: ({ signal }) => api.get<Workflow>(`${path(id)}/workflow`, { signal }),
});

export const aiUsageQuery = (id: string) => queryOptions({
  queryKey: [...incidentKeys.workflow(id), 'cost'],
  queryFn: ({ signal }) => api.get<AiUsage>(`${path(id)}/metrics`, { signal }),
});

export const createIncident = (incident: NewIncident) => api.post<Incident>(`${root}/incidents`, { body: incident });

export const analyseAgain = (id: string) => api.post<Analysis>(`${path(id)}/analysis`);

export const judge = (id: string, hypothesisId: string, verdict: 'accepted' | 'rejected') => api.post(`${path(id)}/hypotheses/${hypothesisId}/feedback`, { body: { verdict } });

/** The version says what the decision is about: when somebody else was faster, the server refuses instead of undoing their change. */
export const changeState = ({ id, version }: Incident, state: State) => api.patch(`${path(id)}/state`, { body: { state, version } });

export const changeSeverity = ({ id, version }: Incident, severity: Severity) => api.patch(`${path(id)}/severity`, { body: { severity, version } });

export const assign = ({ id, version }: Incident, assigneeId: string | null) => api.patch<Incident>(`${path(id)}/assignee`, { body: { assignee_id: assigneeId, version } });

export const comment = (id: string, content: string) => api.post<Activity>(`${path(id)}/comments`, { body: { content } });

function path(id: string): string {
  return `${root}/incidents/${encodeURIComponent(id)}`;
}

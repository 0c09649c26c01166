import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { IncidentStatistics } from '../api/contract';
import { severities, severityViews, states, stateViews } from '../incidents/labels';
import { statisticsQuery } from '../incidents/queries';
import { unresolved } from '../incidents/search';
import { useShortcuts } from '../shell/useShortcuts';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Pending } from '../ui/Pending';
import { Select } from '../ui/Select';
import { Stats } from '../ui/Stats';
import { formatDuration } from '../ui/time';
import { Bars } from './Bars';
import { timelineQuery } from './queries';
import { readSpanSearch, spanOf, spanOptions, type SpanOption, type SpanSearch } from './search';

// With its charts, after the figures.
const Trends = lazy(async () => ({ default: (await import('./Trends')).Trends }));

const seconds = (value: number | null) => (value === null ? '–' : formatDuration(value * 1000));

/** How often something breaks, and how fast people are. */
export function AnalyticsPage({ search }: { search: SpanSearch }) {
  const navigate = useNavigate();
  const days = spanOf(search);
  const statistics = useQuery(statisticsQuery);
  const timeline = useQuery(timelineQuery(days));
  useShortcuts({ r: () => void Promise.all([statistics.refetch(), timeline.refetch()]) });
  return (
    <Page title="Incident analytics" intro="How often something breaks, and how fast it is taken and solved."
      actions={<Select compact label="Time" value={String(days) as SpanOption} options={spanOptions} onChange={(next) => void navigate({ to: '/analytics', search: readSpanSearch({ days: next }), replace: true })} />}>
      <Loaded query={statistics} what="The statistics">
        {(data) => data.total === 0 ? (
          <Empty icon="flame" title="No incidents yet"><p>Figures appear with the first <Link to="/incidents">incident</Link>.</p></Empty>
        ) : (
          <>
            <Figures data={data} />
            {/* What is below the charts comes with them: it would be pushed down otherwise. */}
            <Loaded query={timeline} what="The days">
              {(answer) => (
                <Suspense fallback={<Pending />}>
                  <Trends timeline={answer} />
                  <Bars title="By severity, of all time" rows={severities.map((severity) => ({ name: severityViews[severity].label, count: data.by_severity[severity] ?? 0 }))} />
                  <Bars title="By state, of all time" rows={states.map((state) => ({ name: stateViews[state].label, count: data.by_state[state] ?? 0 }))} />
                </Suspense>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Figures({ data }: { data: IncidentStatistics }) {
  const open = unresolved.reduce((sum, state) => sum + (data.by_state[state] ?? 0), 0);
  return (
    <Stats label="Figures" stats={[
      { name: 'Time to acknowledge', value: seconds(data.mean_time_to_acknowledge_seconds), note: 'MTTA, mean of 30 days' },
      { name: 'Time to resolve', value: seconds(data.mean_time_to_resolve_seconds), note: 'MTTR, mean of 30 days' },
      { name: 'Unresolved', value: String(open), note: `of ${data.total}`, ...(open > 0 && { tone: 'warn' as const }) },
      { name: 'Today', value: String(data.detected_today), note: `${data.resolved_today} resolved, ${data.timezone}` },
    ]} />
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { readSpanSearch, spanOf, spanOptions, type SpanOption, type SpanSearch } from '../analytics/search';
import { useShortcuts } from '../shell/useShortcuts';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatCount, formatMs } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Pending } from '../ui/Pending';
import { Select } from '../ui/Select';
import { Stats } from '../ui/Stats';
import { Table } from '../ui/Table';
import { formatMoney } from './money';
import { costsQuery, dayBefore, usageQuery } from './queries';
import { Learned } from './Learned';

// With its chart, after the figures.
const Spending = lazy(async () => ({ default: (await import('./Spending')).Spending }));

const kinds = [['Kind'], ['Requests', 'end'], ['Tokens', 'end'], ['Cost', 'end']] as const;
const incidents = [['Incident'], ['Requests', 'end'], ['Cost', 'end']] as const;

/** What language models were asked, what that cost, and what the analysis learned from people. */
export function AiUsagePage({ search }: { search: SpanSearch }) {
  const navigate = useNavigate();
  const [now] = useState(() => Date.now());
  const days = spanOf(search);
  const costs = useQuery(costsQuery(days));
  const usage = useQuery(usageQuery(dayBefore(now, days - 1)));
  useShortcuts({ r: () => void Promise.all([costs.refetch(), usage.refetch()]) });
  return (
    <Page title="AI usage and cost" inOrder intro="What language models were asked, and what that cost."
      actions={<Select compact label="Time" value={String(days) as SpanOption} options={spanOptions} onChange={(next) => void navigate({ to: '/ai-usage', search: readSpanSearch({ days: next }), replace: true })} />}>
      <Loaded query={costs} what="The costs">
        {({ overall_stats: overall, cache_stats: cache, most_expensive_incidents: expensive, recommendations }) => (
          <>
            <Stats label="Figures" stats={[
              { name: 'Cost', value: formatMoney(overall.total_cost_usd), note: `${formatMoney(overall.avg_cost_per_request)} a request` },
              { name: 'Requests', value: formatCount(overall.total_requests), note: usage.data === undefined ? '' : `${formatMs(usage.data.avg_duration_ms)} each` },
              { name: 'Tokens', value: formatCount(overall.total_tokens) },
              { name: 'Incidents analysed', value: formatCount(cache.total_incidents), note: overall.total_requests === 0 ? 'without a language model' : `${formatCount(cache.cache_hit_rate)} % without a request` },
            ]} />
            {recommendations.length > 0 && <Panel title="What would save money"><ul>{recommendations.map(({ type, message }) => <li key={type}>{message}</li>)}</ul></Panel>}
            {overall.total_requests === 0 ? (
              <Empty icon="coins" title="No language model was asked in this time">
                <p>Causes are found by an engine of the platform’s own, at no cost. An operator can add a model that chooses the words.</p>
              </Empty>
            ) : (
              <>
                <Loaded query={usage} what="The usage">
                  {(data) => (
                    <>
                      <Suspense fallback={<Pending />}><Spending usage={data} days={days} now={now} /></Suspense>
                      <Panel title="By kind of request">
                        <Table label="Requests by kind" head={kinds}>
                          {data.breakdown_by_type.map((row) => (
                            <tr key={row.request_type}><th scope="row">{row.request_type.replaceAll('_', ' ')}</th><td data-align="end">{formatCount(row.count)}</td><td data-align="end">{formatCount(row.total_tokens)}</td><td data-align="end">{formatMoney(row.cost_usd)}</td></tr>
                          ))}
                        </Table>
                      </Panel>
                    </>
                  )}
                </Loaded>
                {expensive.length > 0 && (
                  <Panel title="Most expensive incidents">
                    <Table label="Most expensive incidents" head={incidents}>
                      {expensive.map((row) => (
                        <tr key={row.incident_id}>
                          <th scope="row"><Link to="/incidents/$incidentId" params={{ incidentId: row.incident_id }}>{row.incident_title === '' ? 'Incident' : row.incident_title}</Link></th>
                          <td data-align="end">{formatCount(row.total_requests)}</td><td data-align="end">{formatMoney(row.total_cost_usd)}</td>
                        </tr>
                      ))}
                    </Table>
                  </Panel>
                )}
              </>
            )}
          </>
        )}
      </Loaded>
      <Learned />
    </Page>
  );
}

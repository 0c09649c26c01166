import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Ago } from '../ui/Ago';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatCount, formatMs } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Select } from '../ui/Select';
import { Stats } from '../ui/Stats';
import { Table } from '../ui/Table';
import { callsOf, errorsOf, pagesOf, type Group } from './groups';
import { callsQuery, figuresQuery, mostEvents, pageLoadsQuery, scriptErrorsQuery } from './queries';
import type { BrowserSearch } from './search';
import { vitalStats } from './vitals';

const mostRows = 25;

/** What visitors of the web apps experience, as their browsers report it. */
export function BrowserPage({ search: { app } }: { search: BrowserSearch }) {
  const navigate = useNavigate();
  const { window } = useRange();
  const figures = useQuery(figuresQuery(app, window));
  const loads = useQuery(pageLoadsQuery(app, window));
  const errors = useQuery(scriptErrorsQuery(app, window));
  const calls = useQuery(callsQuery(app, window));
  useShortcuts({ r: refreshNow });
  const apps = useMemo(() => [...new Set([...(loads.data ?? []).map(({ app_name }) => app_name ?? ''), app ?? ''])].filter((name) => name !== '').sort(), [loads.data, app]);
  return (
    <Page title="Real users" intro="What visitors of the web apps experience, as their browsers report it." actions={(
      <>
        {apps.length > 0 && <Select compact label="Web app" value={app ?? ''} options={[['', 'All web apps'], ...apps.map((name) => [name, name] as const)]} onChange={(next) => void navigate({ to: '/browser', search: (current) => ({ ...current, app: next === '' ? undefined : next }), replace: true })} />}
        <RangePicker />
      </>
    )}>
      <Loaded query={figures} what="The figures">
        {(data) => data.total_events === 0 && data.page_loads_total === 0 ? (
          <Empty icon="browser" title="No browser reported in this time">
            <p>Pages send their vitals, errors and requests to <code>/api/v1/ingest/browser</code>, with an <Link to="/settings/api-keys">API key</Link> for browser data.</p>
          </Empty>
        ) : (
          <>
            <Stats label="Web vitals" stats={vitalStats(data.web_vitals)} />
            <Stats label="Counts" stats={[
              { name: 'Pages loaded', value: formatCount(data.page_loads_total) },
              { name: 'Script errors', value: formatCount(data.js_errors_total), ...(data.js_errors_total > 0 && { tone: 'warn' as const }) },
              { name: 'Requests of scripts', value: formatCount(data.ajax_calls_total) },
            ]} />
            <Groups title="Pages" query={loads} groupsOf={pagesOf} value="Loaded in" none="No page load was reported." />
            <Groups title="Script errors" query={errors} groupsOf={errorsOf} none="No script error was reported." />
            <Groups title="Requests of scripts" query={calls} groupsOf={callsOf} value="Took" bad="Failed" none="No request was reported." />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface GroupsProps<T> {
  title: string;
  query: UseQueryResult<T[]>;
  groupsOf: (events: readonly T[]) => Group[];
  /** The column of the typical value; none without it. */
  value?: string;
  /** The column of what went wrong. */
  bad?: string;
  none: string;
}

function Groups<T>({ title, query, groupsOf, value, bad, none }: GroupsProps<T>) {
  const groups = useMemo(() => groupsOf(query.data ?? []), [query.data, groupsOf]);
  const measured = [value, bad].filter((column) => column !== undefined).map((column) => [column, 'end'] as const);
  return (
    <Panel title={title}>
      <Loaded query={query} what={title}>
        {(events) => events.length === 0 ? <p role="status">{none}</p> : (
          <>
            {events.length === mostEvents && <p>From the latest {mostEvents}.</p>}
            <Table label={title} head={[['Name'], ['Times', 'end'], ...measured, ['Latest']]}>
              {groups.slice(0, mostRows).map((group) => (
                <tr key={group.name}>
                  <th scope="row">{group.name}</th>
                  <td data-align="end">{formatCount(group.count)}</td>
                  {value !== undefined && <td data-align="end">{group.typical === null ? '–' : formatMs(group.typical)}</td>}
                  {bad !== undefined && <td data-align="end">{formatCount(group.bad)}</td>}
                  <td><Ago at={group.latest} /></td>
                </tr>
              ))}
            </Table>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

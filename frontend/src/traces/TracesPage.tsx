import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { TraceSummary } from '../api/contract';
import { describe } from '../api/error';
import { useShortcuts } from '../shell/useShortcuts';
import { refreshNow } from '../time/clock';
import { RangePicker } from '../time/RangePicker';
import { useRange } from '../time/useRange';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Notice } from '../ui/Notice';
import { formatMs } from '../ui/number';
import { Page } from '../ui/Page';
import { Pending } from '../ui/Pending';
import { SearchBox } from '../ui/SearchBox';
import { Select } from '../ui/Select';
import { VirtualList } from '../ui/VirtualList';
import { formatTime } from '../logs/LogRow';
import { serviceNamesQuery, tracesQuery } from './queries';
import type { TraceSearch } from './search';
import styles from './TracesPage.module.css';

const statuses = [['all', 'All results'], ['error', 'With errors'], ['ok', 'Without errors']] as const;
const durations = [['0', 'Any duration'], ['100', 'Over 100 ms'], ['500', 'Over 500 ms'], ['1000', 'Over 1 s'], ['5000', 'Over 5 s']] as const;

/** What happened from request to request, the newest first. */
export function TracesPage({ search }: { search: TraceSearch }) {
  const navigate = useNavigate();
  const { window } = useRange({ still: true });
  const { data: names } = useQuery(serviceNamesQuery);
  const { data, error, isPlaceholderData, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(tracesQuery(search, window));
  const traces = useMemo(() => data?.pages.flat() ?? [], [data]);
  const longest = traces.reduce((most, { duration_ms }) => Math.max(most, duration_ms), 0);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const change = (next: TraceSearch) => void navigate({ to: '/traces', search: { ...search, ...next }, replace: true });
  useShortcuts({ r: refreshNow });

  const services = search.service === undefined || names?.includes(search.service) === true ? names ?? [] : [search.service, ...names ?? []];
  const min = String(search.min ?? 0);
  const durationOptions = durations.some(([value]) => value === min) ? durations : [...durations, [min, `Over ${formatMs(Number(min))}`] as const];
  return (
    <Page title="Traces" intro="What happened from request to request, the newest first." actions={<RangePicker />}>
      <search className={styles.filters}>
        <SearchBox label="Operation that began it" placeholder="Operation, exactly: GET /cart" value={search.operation ?? ''} onSearch={(operation) => change({ operation: operation === '' ? undefined : operation })} />
        <Select compact label="Service" value={search.service ?? ''} options={[['', 'All services'], ...services.map((name) => [name, name] as const)]} onChange={(service) => change({ service: service === '' ? undefined : service })} />
        <Select compact label="Result" value={search.status ?? 'all'} options={statuses} onChange={(status) => change({ status: status === 'all' ? undefined : status })} />
        <Select compact label="Duration" value={min} options={durationOptions} onChange={(value) => change({ min: Number(value) === 0 ? undefined : Number(value) })} />
      </search>
      {error !== null && (
        <Notice tone={data === undefined ? 'bad' : 'warn'} role="status" title={data === undefined ? 'The traces could not be read' : 'No fresh answer: this may be old'}>
          <p>{describe(error)} <Button variant="quiet" onClick={() => void refetch()}>Try again</Button></p>
        </Notice>
      )}
      {data === undefined ? error === null && <Pending />
        : traces.length === 0 ? <NoTraces search={search} onShowAll={() => change({ service: undefined, operation: undefined, status: undefined, min: undefined })} />
        : (
          <div aria-busy={isPlaceholderData} className={isPlaceholderData ? styles.old : undefined}>
            <VirtualList label="Traces" items={traces} keyOf={({ trace_id }) => trace_id} rowHeight={56} onEnd={more} row={(trace, tabIndex) => <TraceRow trace={trace} tabIndex={tabIndex} longest={longest} />} />
          </div>
        )}
    </Page>
  );
}

function TraceRow({ trace, tabIndex, longest }: { trace: TraceSummary; tabIndex: 0 | -1; longest: number }) {
  return (
    <div className={styles.row} data-error={trace.has_error || undefined}>
      <div className={styles.what}>
        <Link to="/traces/$traceId" params={{ traceId: trace.trace_id }} tabIndex={tabIndex} className={styles.name}>{trace.root_operation === '' ? 'Unnamed operation' : trace.root_operation}</Link>
        <p className={styles.facts}>
          <span>{trace.root_service}</span>
          <span>{trace.span_count} {trace.span_count === 1 ? 'span' : 'spans'}</span>
          {trace.service_count > 1 && <span>{trace.service_count} services</span>}
          <time dateTime={trace.timestamp}>{formatTime(trace.timestamp)}</time>
        </p>
      </div>
      {trace.has_error && <Badge tone="bad" icon="x">{trace.error_count === 1 ? '1 error' : `${trace.error_count} errors`}</Badge>}
      <div className={styles.duration}>
        {formatMs(trace.duration_ms)}
        <span className={styles.track} aria-hidden="true"><span className={styles.bar} style={{ width: `${longest === 0 ? 0 : Math.max(1, (trace.duration_ms / longest) * 100)}%` }} /></span>
      </div>
    </div>
  );
}

function NoTraces({ search, onShowAll }: { search: TraceSearch; onShowAll: () => void }) {
  return Object.values(search).some((value) => value !== undefined) ? (
    <Empty icon="filter" title="No trace matches in this time">
      <p>Try a longer time, or fewer conditions.</p>
      <Button onClick={onShowAll}>Show all traces</Button>
    </Empty>
  ) : (
    <Empty icon="trace" title="No traces in this time">
      <p>Send traces with OpenTelemetry to <code>/v1/traces</code> with an <Link to="/settings/api-keys">API key</Link>, or choose a longer time.</p>
    </Empty>
  );
}

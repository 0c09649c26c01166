import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Trace } from '../api/contract';
import { ApiError } from '../api/error';
import { formatTime, LogRow } from '../logs/LogRow';
import { traceLinesQuery } from '../logs/queries';
import { term } from '../logs/search';
import { absolute, type TimeWindow } from '../time/range';
import { BackLink } from '../ui/BackLink';
import { Empty } from '../ui/Empty';
import { Loaded } from '../ui/Loaded';
import { formatMs } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Stats } from '../ui/Stats';
import { traceQuery } from './queries';
import { SpanDrawer } from './SpanDrawer';
import styles from './TracePage.module.css';
import { Waterfall } from './Waterfall';

/** One trace: its spans over time, and what was logged meanwhile. */
export function TracePage({ id, span }: { id: string; span: string | undefined }) {
  const query = useQuery(traceQuery(id));
  const trace = query.data;
  const isGone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  const title = trace === undefined ? 'Trace' : trace.root_operation === '' ? 'Unnamed operation' : trace.root_operation;
  return (
    <Page title={title} intro={(
      <span className={styles.intro}><BackLink to="/traces">Traces</BackLink><span className={styles.id}>{id}</span></span>
    )}>
      {isGone ? (
        <Empty icon="trace" title="There is no such trace in this project"><p>It may belong to another project, or its time to be kept is over.</p></Empty>
      ) : <Loaded query={query} what="The trace">{(data) => <TraceView trace={data} span={span} />}</Loaded>}
    </Page>
  );
}

function TraceView({ trace, span }: { trace: Trace; span: string | undefined }) {
  const navigate = useNavigate();
  const open = (next: string | undefined) => void navigate({ to: '/traces/$traceId', params: { traceId: trace.trace_id }, search: { span: next }, replace: true });
  // Lines are looked for around the trace: clocks of machines differ.
  const window = useMemo<TimeWindow>(() => {
    const begin = Date.parse(trace.timestamp);
    return { from: begin - 60_000, to: begin + trace.total_duration_ms + 300_000 };
  }, [trace]);
  const lines = useQuery(traceLinesQuery(trace.trace_id, window));
  // In the order in which they took part.
  const services = [...new Set(trace.spans.toSorted((one, other) => one.offset_ms - other.offset_ms).map(({ service_name }) => service_name))];
  return (
    <>
      <Stats label="Figures" stats={[
        { name: 'Duration', value: formatMs(trace.total_duration_ms), note: `from ${formatTime(trace.timestamp)}` },
        { name: 'Spans', value: String(trace.span_count), note: trace.span_count > trace.spans.length ? `the first ${trace.spans.length} are shown` : `of ${services.length} ${services.length === 1 ? 'service' : 'services'}` },
        { name: 'Errors', value: String(trace.error_count), note: trace.error_count === 0 ? 'none' : 'marked below', tone: trace.error_count > 0 ? 'bad' : 'neutral' },
      ]} />
      <Panel title="Spans"><Waterfall trace={trace} services={services} onOpen={({ span_id }) => open(span_id)} /></Panel>
      <Panel title="Logs of this trace" action={<Link to="/logs" search={{ q: term('trace', trace.trace_id), ...absolute(window) }}>Search in the logs</Link>}>
        <Loaded query={lines} what="The lines">
          {({ items }) => items.length === 0 ? <p className={styles.none}>No line was written with this trace’s id.</p> : (
            <div className={styles.lines}>
              {items.toReversed().map((line) => (
                <LogRow key={line.id} line={line} onOpen={({ id }) => void navigate({ to: '/logs', search: { q: term('trace', trace.trace_id), line: id, ...absolute(window) } })} />
              ))}
            </div>
          )}
        </Loaded>
      </Panel>
      <SpanDrawer span={trace.spans.find(({ span_id }) => span_id === span)} lines={lines.data?.items ?? []} window={window} onClose={() => open(undefined)} />
    </>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ApiError } from '../api/error';
import type { CheckResult, Monitor } from '../api/contract';
import { Chart } from '../charts/Chart';
import { formatTime } from '../logs/LogRow';
import { useMayWrite } from '../session/useMayWrite';
import { BackLink } from '../ui/BackLink';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { formatMs } from '../ui/number';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { Stats } from '../ui/Stats';
import { Table } from '../ui/Table';
import { MonitorForm } from './MonitorForm';
import { deleteMonitor, monitorKeys, monitorQuery, resultsQuery, runMonitor, updateMonitor } from './queries';
import { monitorState } from './status';

const head = [['When'], ['Result'], ['Answer', 'end'], ['Took', 'end'], ['Why']] as const;
const mostRows = 50;

/** One monitor: how it is, how its answers took over time, and each check. */
export function MonitorPage({ id }: { id: string }) {
  const query = useQuery(monitorQuery(id));
  const isGone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  if (query.data !== undefined && !isGone) return <View monitor={query.data} />;
  return (
    <Page title="Monitor" intro={<BackLink to="/synthetics">Synthetics</BackLink>}>
      {isGone ? <Empty icon="globe" title="There is no such monitor in this project"><p>Somebody may have deleted it.</p></Empty> : <Loaded query={query} what="The monitor">{() => null}</Loaded>}
    </Page>
  );
}

function View({ monitor }: { monitor: Monitor }) {
  const id = monitor.monitor_id;
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const [isEditing, setIsEditing] = useState(false);
  const results = useQuery(resultsQuery(id));
  const onSettled = () => client.invalidateQueries({ queryKey: monitorKeys.all });
  const running = useMutation({ mutationFn: () => runMonitor(id), onSettled });
  const pausing = useMutation({ mutationFn: () => updateMonitor(id, { enabled: !monitor.enabled }), onSettled });
  const deleting = useMutation({
    mutationFn: () => deleteMonitor(id),
    onSuccess: async () => {
      await navigate({ to: '/synthetics' });
      client.removeQueries({ queryKey: monitorKeys.one(id) });
      await onSettled();
    },
  });
  const { label, tone } = monitorState(monitor);
  const latest = monitor.latest_result;
  return (
    <Page title={monitor.name} intro={<BackLink to="/synthetics">Synthetics</BackLink>} actions={mayWrite && (
      <>
        <Button busy={running.isPending} onClick={() => running.mutate()}>Check now</Button>
        <Button busy={pausing.isPending} onClick={() => pausing.mutate()}>{monitor.enabled ? 'Pause' : 'Resume'}</Button>
        <Button onClick={() => setIsEditing(true)}>Change</Button>
        <Confirm action="Delete" subject={monitor.name} question="Delete this monitor?" onConfirm={() => deleting.mutate()}><p>Its results are gone, too.</p></Confirm>
      </>
    )}>
      <p>{monitor.url}</p>
      <Failure title="The address was not checked" error={running.error} />
      <Failure title="The monitor was not changed" error={pausing.error} />
      <Failure title="The monitor was not deleted" error={deleting.error} />
      <Stats label="Figures" stats={[
        { name: 'State', value: label, note: monitor.consecutive_failures > 0 ? `${monitor.consecutive_failures} failures in a row` : `every ${monitor.frequency_seconds} s`, tone },
        { name: 'Latest answer', value: latest == null ? '–' : formatMs(latest.response_time_ms), note: latest?.status_code == null ? '' : `status ${latest.status_code}` },
        { name: 'Certificate', value: latest?.certificate_days_left == null ? '–' : `${latest.certificate_days_left} days`, note: 'until it ends' },
      ]} />
      <Loaded query={results} what="The results">
        {(data) => data.length === 0 ? <Empty icon="clock" title="Not checked yet"><p>The first check follows within ten seconds.</p></Empty> : (
          <>
            <Panel title="Time to answer"><Times name={monitor.name} results={data} /></Panel>
            <Panel title="Checks, the newest first"><Table label="Checks" head={head}>{data.slice(0, mostRows).map((result) => <ResultRow key={result.result_id} result={result} />)}</Table></Panel>
          </>
        )}
      </Loaded>
      <Modal title="Change the monitor" open={isEditing} onOpenChange={setIsEditing}><MonitorForm monitor={monitor} onDone={() => setIsEditing(false)} /></Modal>
    </Page>
  );
}

function Times({ name, results }: { name: string; results: readonly CheckResult[] }) {
  const { times, series, window } = useMemo(() => {
    const rising = results.toReversed();
    const moments = rising.map(({ timestamp }) => Date.parse(timestamp));
    return {
      times: moments.map((moment) => moment / 1000),
      series: [
        { name: 'Good', tone: 'good' as const, values: rising.map((result) => (result.success ? result.response_time_ms : null)) },
        { name: 'Bad', tone: 'bad' as const, values: rising.map((result) => (result.success ? null : result.response_time_ms)) },
      ],
      window: { from: (moments[0] ?? 0) - 60_000, to: (moments.at(-1) ?? 0) + 60_000 },
    };
  }, [results]);
  return <Chart name={`Time to answer of ${name}`} kind="stack" times={times} series={series} window={window} format={formatMs} legend={false} />;
}

function ResultRow({ result }: { result: CheckResult }) {
  return (
    <tr>
      <th scope="row">{formatTime(result.timestamp)}</th>
      <td><Badge tone={result.success ? 'good' : 'bad'} icon={result.success ? 'check' : 'x'}>{result.success ? 'Good' : 'Bad'}</Badge></td>
      <td data-align="end">{result.status_code ?? '–'}</td>
      <td data-align="end">{formatMs(result.response_time_ms)}</td>
      <td>{result.error_message ?? result.failure ?? ''}</td>
    </tr>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Chart } from '../charts/Chart';
import { daysOf } from '../charts/days';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { trendsQuery } from './queries';

/** Whether holes are closed faster than they are found. */
export function Trend() {
  const trends = useQuery(trendsQuery);
  const { times, window } = useMemo(() => daysOf(trends.data?.trend ?? []), [trends.data]);
  const series = useMemo(() => [
    { name: 'Open', values: (trends.data?.trend ?? []).map(({ open }) => open) },
    { name: 'Found', tone: 'bad' as const, values: (trends.data?.trend ?? []).map(({ opened }) => opened) },
    { name: 'Closed', tone: 'good' as const, values: (trends.data?.trend ?? []).map(({ closed }) => closed) },
  ], [trends.data]);
  return (
    <Panel title="The last 90 days">
      <Loaded query={trends} what="The trend">{() => <Chart name="Vulnerabilities by day" times={times} series={series} window={window} />}</Loaded>
    </Panel>
  );
}

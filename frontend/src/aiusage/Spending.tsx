import { useMemo } from 'react';
import type { TokenUsage } from '../api/contract';
import { Chart } from '../charts/Chart';
import { daysOf } from '../charts/days';
import { Panel } from '../ui/Panel';
import { formatMoney } from './money';
import { dayBefore } from './queries';

/** The cost of each day; days without requests cost nothing. */
export function Spending({ usage, days, now }: { usage: TokenUsage; days: number; now: number }) {
  const { times, window, series } = useMemo(() => {
    const all = Array.from({ length: days }, (_, index) => ({ date: dayBefore(now, days - 1 - index) }));
    const costs = new Map(usage.timeline.map((day) => [day.date, day.cost_usd]));
    return { ...daysOf(all), series: [{ name: 'Cost', values: all.map(({ date }) => costs.get(date) ?? 0) }] };
  }, [usage, days, now]);
  return <Panel title="Cost by day"><Chart name="Cost by day" kind="stack" times={times} series={series} window={window} format={formatMoney} legend={false} /></Panel>;
}

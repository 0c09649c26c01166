import 'uplot/dist/uPlot.min.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { TimeWindow } from '../time/range';
import { formatNumber } from '../ui/number';
import styles from './Chart.module.css';
import { ChartLegend } from './ChartLegend';
import { ChartTable } from './ChartTable';
import { useThemeName } from './colors';
import { summarize, type ChartKind, type ChartMarker, type ChartSeries } from './data';
import { chartData, chartOptions, type Shown } from './options';

interface Props {
  /** What is shown, as in «Requests per minute of checkout». */
  name: string;
  /** Seconds since 1970, rising. */
  times: readonly number[];
  series: readonly ChartSeries[];
  window: TimeWindow;
  kind?: ChartKind;
  format?: (value: number) => string;
  markers?: readonly ChartMarker[];
  height?: number;
  /** A drag over the chart chooses this time. */
  onZoom?: (window: TimeWindow) => void;
  /** Leaves the legend out where the title says it all. */
  legend?: boolean;
}

const noMarkers: readonly ChartMarker[] = [];

/** Values over time on a canvas; a table of the same values is one click away. */
export function Chart({ name, times, series, window, kind = 'line', format = formatNumber, markers = noMarkers, height = 180, onZoom, legend = true }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const theme = useThemeName();
  const [index, setIndex] = useState<number | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef<Shown & { format: (value: number) => string; data: uPlot.AlignedData; series: readonly ChartSeries[] }>(null);
  const visible = useMemo(() => (hidden.size === 0 ? series : series.filter((one) => !hidden.has(one.name))), [series, hidden]);
  const form = `${kind} ${theme} ${height} ${visible.map((one) => `${one.name}=${one.tone ?? ''}`).join('|')}`;

  useEffect(() => {
    latest.current = { window, markers, onCursor: setIndex, onZoom, format, data: chartData(times, visible, kind), series: visible };
    plot.current?.setData(latest.current.data);
  }, [window, markers, onZoom, format, times, visible, kind]);

  useEffect(() => {
    const element = host.current;
    const first = latest.current;
    if (element === null || first === null) return;
    const size = () => ({ width: Math.max(element.clientWidth, 120), height });
    const shown = () => latest.current ?? first;
    const made = new uPlot(chartOptions(first.series, kind, (value) => shown().format(value), size(), shown), first.data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.width !== size().width && made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
    // A chart of other series, or in other colours, is another chart.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [form]);

  const toggle = (series: string) => setHidden((current) => {
    const next = new Set(current);
    if (!next.delete(series)) next.add(series);
    return next;
  });
  return (
    <figure className={styles.figure} aria-label={name}>
      <div ref={host} className={styles.host} data-height={height} aria-hidden="true" data-chart={name} data-points={times.length} data-zoomable={onZoom !== undefined || undefined} />
      {legend && <ChartLegend series={series} isSum={kind === 'stack'} times={times} index={index} format={format} hidden={hidden} onToggle={toggle} />}
      <p className="visually-hidden">{describeSeries(series, format)}</p>
      <ChartTable name={name} times={times} series={series} markers={markers} format={format} />
    </figure>
  );
}

function describeSeries(series: readonly ChartSeries[], format: (value: number) => string): string {
  return series.slice(0, 10).map(({ name, values }) => {
    const summary = summarize(values);
    return summary === null ? `${name}: no values.` : `${name}: ${format(summary.least)} to ${format(summary.most)}, at last ${format(summary.last)}.`;
  }).join(' ');
}

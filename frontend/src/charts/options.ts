import uPlot from 'uplot';
import { axes } from './axes';
import { colorOf, seriesToken } from './colors';
import { bounds, stacked, type ChartKind, type ChartMarker, type ChartSeries } from './data';
import type { TimeWindow } from '../time/range';

/** What changes without a new chart. */
export interface Shown {
  window: TimeWindow;
  markers: readonly ChartMarker[];
  onCursor: (index: number | null) => void;
  onZoom: ((window: TimeWindow) => void) | undefined;
}

/** A press that moves less than this is a click. */
const leastDrag = 6;

export function chartOptions(series: readonly ChartSeries[], kind: ChartKind, format: (value: number) => string, size: { width: number; height: number }, shown: () => Shown): uPlot.Options {
  return {
    ...size,
    legend: { show: false },
    padding: [8, 18, 0, 0],
    cursor: {
      y: false,
      points: { show: kind === 'line' && series.length <= 12 },
      drag: { x: true, y: false, setScale: false },
      sync: { key: 'time', setSeries: false },
    },
    scales: {
      x: { time: true, range: () => [shown().window.from / 1000, shown().window.to / 1000] },
      y: { range: (_, least, most) => bounds(least, most) },
    },
    axes: axes(format),
    series: [{}, ...drawn(series, kind).map(({ name, tone }, index) => {
      const color = colorOf(seriesToken(kind === 'stack' ? series.length - 1 - index : index, tone));
      return {
        label: name,
        stroke: color,
        width: kind === 'line' ? 1.5 : 0,
        points: { show: false },
        ...(kind === 'stack' && { fill: color, paths: bars }),
        ...(kind === 'line' && series.length === 1 && { fill: `${color}22` }),
        // A step without a value is a gap; two steps are joined, so that a late one does not tear the line.
        spanGaps: false,
      };
    })],
    hooks: {
      draw: [(plot) => drawMarkers(plot, shown().markers)],
      setCursor: [(plot) => shown().onCursor(plot.cursor.left !== undefined && plot.cursor.left >= 0 ? plot.cursor.idx ?? null : null)],
      setSelect: [(plot) => {
        const { left, width } = plot.select;
        plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        if (width >= leastDrag) shown().onZoom?.({ from: plot.posToVal(left, 'x') * 1000, to: plot.posToVal(left + width, 'x') * 1000 });
      }],
    },
  };
}

export function chartData(times: readonly number[], series: readonly ChartSeries[], kind: ChartKind): uPlot.AlignedData {
  const values = kind === 'stack' ? stacked(series).reverse() : series.map((one) => one.values as (number | null | undefined)[]);
  return [times as number[], ...values];
}

function drawn(series: readonly ChartSeries[], kind: ChartKind): readonly ChartSeries[] {
  return kind === 'stack' ? series.toReversed() : series;
}

// uPlot makes its path builders on demand.
const bars: uPlot.Series.PathBuilder = (plot, index, from, to) => (uPlot.paths.bars?.({ size: [0.86, 28], align: 1 }) ?? noPaths)(plot, index, from, to);
const noPaths: uPlot.Series.PathBuilder = () => null;

function drawMarkers(plot: uPlot, markers: readonly ChartMarker[]): void {
  const { ctx, bbox } = plot;
  const color = colorOf('--marker');
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.lineWidth = devicePixelRatio;
  for (const { time } of markers) {
    const x = Math.round(plot.valToPos(time / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    const half = 4 * devicePixelRatio;
    ctx.moveTo(x - half, bbox.top);
    ctx.lineTo(x + half, bbox.top);
    ctx.lineTo(x, bbox.top + half * 1.5);
    ctx.fill();
  }
  ctx.restore();
}

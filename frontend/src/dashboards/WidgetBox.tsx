import { useId, type PointerEvent } from 'react';
import { MetricChart, type MetricView } from '../metrics/MetricChart';
import { describeQuery } from '../metrics/search';
import type { TimeWindow } from '../time/range';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Select } from '../ui/Select';
import styles from './Grid.module.css';
import { clampHeight, clampWidth, limits, rowPixels, type Widget } from './widgets';

interface Arrange {
  onDragStart: (event: PointerEvent) => void;
  onResizeStart: (event: PointerEvent) => void;
  onMove: (step: 1 | -1) => void;
  onChange: (change: Partial<Widget>) => void;
  onRemove: () => void;
  isFirst: boolean;
  isLast: boolean;
}

interface Props {
  widget: Widget;
  window: TimeWindow;
  onZoom: (window: TimeWindow) => void;
  arrange: Arrange | null;
}

const views: readonly (readonly [MetricView, string])[] = [['line', 'Lines'], ['stack', 'Bars'], ['figure', 'Figure']];
const widths = Array.from({ length: limits.columns - limits.leastWidth + 1 }, (_, index) => String(index + limits.leastWidth));
const heights = Array.from({ length: limits.mostHeight - limits.leastHeight + 1 }, (_, index) => String(index + limits.leastHeight));

export function WidgetBox({ widget, window, onZoom, arrange }: Props) {
  const id = useId();
  const title = widget.title === '' ? describeQuery(widget.query) : widget.title;
  return (
    <li className={styles.cell} data-widget={widget.id} data-width={widget.width} data-height={widget.height} style={{ gridColumn: `span ${widget.width}`, gridRow: `span ${widget.height}`, minHeight: widget.height * rowPixels }}>
      <section className={styles.box} aria-labelledby={id} data-arranged={arrange !== null || undefined}>
        <header className={styles.head} onPointerDown={arrange?.onDragStart}>
          <h2 id={id} className={styles.title}>{title}</h2>
        </header>
        {arrange !== null ? <Arranging title={title} widget={widget} arrange={arrange} />
          : widget.foreign !== undefined ? <p className={styles.note}>Another client made this chart; it cannot be drawn here.</p>
          : <div className={styles.chart}><MetricChart query={widget.query} window={window} view={widget.view} height={widget.height === 2 ? 110 : widget.height === 3 ? 180 : 260} onZoom={onZoom} /></div>}
        {arrange !== null && <span className={styles.corner} onPointerDown={arrange.onResizeStart} aria-hidden="true" data-resize={widget.id} />}
      </section>
    </li>
  );
}

/** Everything that dragging does, and more, by keyboard. */
function Arranging({ title, widget, arrange }: { title: string; widget: Widget; arrange: Arrange }) {
  return (
    <div className={styles.tools}>
      <p className={styles.note}>Drag the title to move, the corner to resize.</p>
      <div className={styles.buttons}>
        <Button disabled={arrange.isFirst} onClick={() => arrange.onMove(-1)} aria-label={`Move ${title} forward`}><Icon name="chevronLeft" size={16} /></Button>
        <Button disabled={arrange.isLast} onClick={() => arrange.onMove(1)} aria-label={`Move ${title} back`}><Icon name="chevronRight" size={16} /></Button>
        <Button onClick={arrange.onRemove} aria-label={`Remove ${title}`}><Icon name="x" size={16} /></Button>
        <Select compact label={`Width of ${title}`} value={String(widget.width)} options={widths.map((width) => [width, `${width} wide`] as const)} onChange={(width) => arrange.onChange({ width: clampWidth(Number(width)) })} />
        <Select compact label={`Height of ${title}`} value={String(widget.height)} options={heights.map((height) => [height, `${height} high`] as const)} onChange={(height) => arrange.onChange({ height: clampHeight(Number(height)) })} />
        {widget.foreign === undefined && <Select<MetricView> compact label={`Form of ${title}`} value={widget.view} options={views} onChange={(view) => arrange.onChange({ view })} />}
      </div>
    </div>
  );
}

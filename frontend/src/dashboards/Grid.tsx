import { useRef, type PointerEvent } from 'react';
import type { TimeWindow } from '../time/range';
import styles from './Grid.module.css';
import { clampHeight, clampWidth, limits, moved, rowPixels, type Widget } from './widgets';
import { WidgetBox } from './WidgetBox';

interface Props {
  widgets: readonly Widget[];
  window: TimeWindow;
  onZoom: (window: TimeWindow) => void;
  /** Absent while the dashboard is only looked at. */
  onChange: ((widgets: Widget[]) => void) | undefined;
}

/** Charts in twelve columns. Arranged by dragging, or with the buttons of each. */
export function Grid({ widgets, window, onZoom, onChange }: Props) {
  const grid = useRef<HTMLUListElement>(null);
  const dragged = useRef<{ id: string; isResize: boolean } | null>(null);
  const place = (id: string) => widgets.findIndex((one) => one.id === id);
  const set = (id: string, change: Partial<Widget>) => onChange?.(widgets.map((one) => (one.id === id ? { ...one, ...change } : one)));

  const start = (event: PointerEvent, id: string, isResize: boolean) => {
    if (event.button !== 0 || onChange === undefined) return;
    event.preventDefault();
    grid.current?.setPointerCapture(event.pointerId);
    dragged.current = { id, isResize };
  };
  const move = (event: PointerEvent) => {
    const drag = dragged.current;
    const element = grid.current;
    if (drag === null || element === null) return;
    if (drag.isResize) {
      const box = element.querySelector(`[data-widget="${CSS.escape(drag.id)}"]`)?.getBoundingClientRect();
      const current = widgets[place(drag.id)];
      if (box === undefined || current === undefined) return;
      const width = clampWidth((event.clientX - box.left) / (element.clientWidth / limits.columns));
      const height = clampHeight((event.clientY - box.top) / rowPixels);
      if (width !== current.width || height !== current.height) set(drag.id, { width, height });
      return;
    }
    const over = document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest<HTMLElement>('[data-widget]')).find((one) => one !== null);
    const target = over?.dataset.widget;
    if (target !== undefined && target !== drag.id) onChange?.(moved(widgets, drag.id, place(target)));
  };
  const end = () => {
    dragged.current = null;
  };

  return (
    <ul ref={grid} className={styles.grid} aria-label="Charts" onPointerMove={move} onPointerUp={end} onPointerCancel={end}>
      {widgets.map((widget, index) => (
        <WidgetBox key={widget.id} widget={widget} window={window} onZoom={onZoom} arrange={onChange === undefined ? null : {
          onDragStart: (event) => start(event, widget.id, false),
          onResizeStart: (event) => start(event, widget.id, true),
          onMove: (step) => onChange(moved(widgets, widget.id, index + step)),
          onChange: (change) => set(widget.id, change),
          onRemove: () => onChange(widgets.filter(({ id }) => id !== widget.id)),
          isFirst: index === 0,
          isLast: index === widgets.length - 1,
        }} />
      ))}
    </ul>
  );
}

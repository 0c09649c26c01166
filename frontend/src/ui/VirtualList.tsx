import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject, useState } from 'react';
import styles from './VirtualList.module.css';

interface Props<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Expected height of a row in pixels; the real one is measured. */
  rowHeight: number;
  /** The row's button or link takes the tab index: one row of the list is in the tab order, arrow keys reach the others. */
  row: (item: T, tabIndex: 0 | -1, index: number) => ReactNode;
  /** The end of the list came into sight. */
  onEnd?: (() => void) | undefined;
  /** How far the list was scrolled down. */
  onScroll?: (top: number) => void;
  scroller?: RefObject<HTMLDivElement | null>;
  className?: string | undefined;
}

const overscan = 12;

/** A list of any length: only the rows in sight exist. */
export function VirtualList<T>({ label, items, keyOf, rowHeight, row, onEnd, onScroll, scroller, className = '' }: Props<T>) {
  const own = useRef<HTMLDivElement>(null);
  const box = scroller ?? own;
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used here only, never handed on
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => { const item = items[index]; return item === undefined ? index : keyOf(item); },
    overscan,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  const current = Math.min(active, Math.max(items.length - 1, 0));
  // When the active row is out of sight, the first in sight is the way in.
  const entry = rows.some(({ index }) => index === current) ? current : rows[0]?.index ?? 0;

  useEffect(() => {
    if (last >= 0 && last === items.length - 1) onEnd?.();
  }, [last, items.length, onEnd]);

  useEffect(() => {
    if (!wantsFocus.current) return;
    const target = box.current?.querySelector<HTMLElement>(`[data-index="${active}"] :is(button, a)`);
    if (target == null) return;
    wantsFocus.current = false;
    target.focus({ preventScroll: true });
  });

  const move = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -items.length, End: items.length };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || items.length === 0) return;
    event.preventDefault();
    const next = Math.min(items.length - 1, Math.max(0, entry + step));
    wantsFocus.current = true;
    setActive(next);
    virtualizer.scrollToIndex(next);
  };

  return (
    <div ref={box} className={`${styles.box ?? ''} ${className}`} style={{ height: `min(60dvh, ${virtualizer.getTotalSize() + 2}px)` }} onKeyDown={move} onScroll={(event) => onScroll?.(event.currentTarget.scrollTop)}>
      <ul aria-label={label} className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          return item !== undefined && (
            <li key={key} ref={virtualizer.measureElement} data-index={index} aria-setsize={items.length} aria-posinset={index + 1}
              className={styles.row} style={{ transform: `translateY(${start}px)` }} onFocus={() => setActive(index)}>
              {row(item, index === entry ? 0 : -1, index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

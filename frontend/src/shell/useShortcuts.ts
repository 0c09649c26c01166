import { useEffect, useRef } from 'react';

const sequenceMs = 1200;

/** Keys such as `r`, or two in a row such as `g s`. Silent while the user types or a layer is open. */
export function useShortcuts(shortcuts: Record<string, () => void>): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  useEffect(() => {
    let previous = { key: '', at: 0 };
    const handle = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isBusy(event.target)) return;
      const sequence = event.timeStamp - previous.at < sequenceMs ? `${previous.key} ${event.key}` : event.key;
      previous = { key: event.key, at: event.timeStamp };
      const action = latest.current[sequence] ?? latest.current[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, []);
}

function isBusy(target: EventTarget | null): boolean {
  const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
  return typing || document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

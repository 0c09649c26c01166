import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import menu from '../ui/Menu.module.css';
import { refreshNow } from './clock';
import { absolute, isAbsolute, labelOf, presets, presetViews, relative, resolve, type RangeSearch, defaultPreset } from './range';
import styles from './RangePicker.module.css';
import { useRange } from './useRange';

/** Which time the page looks at, and the button to look again. */
export function RangePicker() {
  const { search, window, show } = useRange({ still: true });
  const [open, setOpen] = useState(false);
  const choose = (next: RangeSearch) => {
    setOpen(false);
    refreshNow();
    show(next);
  };
  return (
    <div className={styles.picker}>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className={menu.trigger} aria-label={`Time: ${labelOf(search)}`}>
          <Icon name="clock" size={16} />{labelOf(search)}<Icon name="chevronDown" size={16} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={menu.positioner} align="end" sideOffset={6} collisionPadding={8}>
            <Popover.Popup className={styles.popup} aria-label="Time range">
              <ul className={styles.presets} aria-label="Up to now">
                {presets.map((preset) => (
                  <li key={preset}>
                    <button type="button" className={styles.preset} aria-pressed={!isAbsolute(search) && (search.range ?? defaultPreset) === preset} onClick={() => choose(relative(preset))}>
                      {presetViews[preset].label}
                    </button>
                  </li>
                ))}
              </ul>
              <Between key={`${window.from} ${window.to}`} from={resolve(search, window.to).from} to={window.to} onChoose={choose} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <Button onClick={refreshNow} aria-label="Refresh" title="Refresh (r)"><Icon name="refresh" size={16} /></Button>
    </div>
  );
}

function Between({ from, to, onChoose }: { from: number; to: number; onChoose: (next: RangeSearch) => void }) {
  const [begin, setBegin] = useState(toInput(from));
  const [end, setEnd] = useState(toInput(to));
  const window = { from: Date.parse(begin), to: Date.parse(end) };
  const isValid = window.from < window.to;
  return (
    <form className={styles.between} onSubmit={(event) => {
      event.preventDefault();
      if (isValid) onChoose(absolute(window));
    }}>
      <label>From<input type="datetime-local" value={begin} onChange={(event) => setBegin(event.target.value)} /></label>
      <label>To<input type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} /></label>
      {!isValid && <p className={styles.problem} role="status">The begin must be before the end.</p>}
      <Button type="submit" variant="primary" disabled={!isValid}>Show this time</Button>
    </form>
  );
}

/** `2026-05-01T14:02` in the time zone of the browser, as the input wants it. */
function toInput(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

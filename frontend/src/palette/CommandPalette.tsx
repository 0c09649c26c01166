import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../ui/Icon';
import styles from './CommandPalette.module.css';
import { matching } from './commands';
import { incidentMatchesQuery, useCommands } from './useCommands';

const mostShown = 12;

/** Goes anywhere by a few letters: pages, services, incidents, traces. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const { data: incidents } = useQuery({ ...incidentMatchesQuery(text.trim()), enabled: text.trim().length >= 2 });
  const commands = useCommands(text, incidents ?? []);
  const shown = matching(commands.fixed, text, mostShown);
  const rows = [...commands.found, ...shown].slice(0, mostShown + commands.found.length);
  const current = Math.min(active, rows.length - 1);

  const choose = (index: number) => {
    const command = rows[index];
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = (current + step + rows.length) % Math.max(rows.length, 1);
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(current);
    }
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.palette} initialFocus={input}>
          <Dialog.Title className="visually-hidden">Go to</Dialog.Title>
          <div className={styles.head}>
            <Icon name="search" />
            <input ref={input} className={styles.input} role="combobox" aria-label="Page, service, incident or trace" aria-expanded="true" aria-controls="commands" aria-autocomplete="list"
              aria-activedescendant={rows.length === 0 ? undefined : `command-${current}`} placeholder="Page, service, incident or id of a trace" value={text} maxLength={200} spellCheck={false} autoComplete="off"
              onChange={(event) => { setText(event.target.value); setActive(0); }} onKeyDown={press} />
          </div>
          <ul ref={list} id="commands" role="listbox" aria-label="Matches" className={styles.list}>
            {rows.map((command, index) => (
              // The keyboard works on the input, which points at the chosen option.
              <li key={command.id} id={`command-${index}`} role="option" aria-selected={index === current} className={styles.option} onMouseMove={() => setActive(index)} onClick={() => choose(index)}>
                <Icon name={command.icon} size={16} />
                <span className={styles.label}>{command.label}</span>
                <span className={styles.kind}>{command.kind}</span>
                {command.keys != null && <kbd>{command.keys}</kbd>}
              </li>
            ))}
          </ul>
          <p className={styles.none} role="status">{rows.length === 0 ? 'Nothing has this name.' : ''}</p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import { Icon } from './Icon';
import styles from './SearchBox.module.css';

interface Props {
  label: string;
  placeholder: string;
  value: string;
  /** Called when the user pauses, or presses Enter. */
  onSearch: (text: string) => void;
  box?: RefObject<HTMLInputElement | null>;
  maxLength?: number;
  mono?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  action?: ReactNode;
}

const pauseMs = 400;

export function SearchBox({ label, placeholder, value, onSearch, box, maxLength = 500, mono = false, invalid = false, describedBy, action }: Props) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  // Another search came from elsewhere: a link, a filter, the back button.
  if (shown !== value) {
    setShown(value);
    setText(value);
  }

  useEffect(() => {
    if (text.trim() === value) return;
    const timer = window.setTimeout(() => onSearch(text.trim()), pauseMs);
    return () => window.clearTimeout(timer);
  });

  return (
    <div className={styles.box} data-invalid={invalid || undefined}>
      <Icon name="search" size={16} />
      <input ref={box} type="search" aria-label={label} placeholder={placeholder} value={text} maxLength={maxLength} spellCheck={false} autoComplete="off"
        className={mono ? styles.mono : undefined} aria-invalid={invalid || undefined} aria-describedby={describedBy}
        onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && onSearch(text.trim())} />
      {action}
    </div>
  );
}

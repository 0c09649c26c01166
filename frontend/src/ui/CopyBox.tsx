import { useState } from 'react';
import { Button } from './Button';
import styles from './CopyBox.module.css';

/** Text to take elsewhere: a key, a command, a piece of configuration. */
export function CopyBox({ label, text }: { label: string; text: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const copy = () => navigator.clipboard.writeText(text).then(() => setOutcome('copied'), () => setOutcome('failed'));
  return (
    <figure className={styles.box}>
      <figcaption className={styles.head}>
        {label}
        <Button variant="quiet" onClick={() => void copy()}>Copy<span className="visually-hidden"> {label}</span></Button>
      </figcaption>
      <pre className={styles.text} tabIndex={0} aria-label={label}>{text}</pre>
      <p className={styles.outcome} role="status">{outcome === 'copied' ? 'Copied.' : outcome === 'failed' ? 'The browser did not allow it: select the text and copy it.' : ''}</p>
    </figure>
  );
}

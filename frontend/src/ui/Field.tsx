import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Field.module.css';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  /** What is wrong and what to do about it. */
  error?: string | undefined;
  hint?: string;
  /** Sits inside the box, at its end. */
  action?: ReactNode;
  /** Further description below the box; give its id too. */
  description?: { id: string; content: ReactNode };
}

export function Field({ label, name, error, hint, action, description, onChange, ...input }: Props) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>{label}</label>
      {hint !== undefined && <p id={hintId} className={styles.hint}>{hint}</p>}
      <div className={styles.box} data-invalid={error !== undefined || undefined}>
        <input {...input} id={id} name={name} className={styles.input}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={[errorId, hintId, description?.id].filter(Boolean).join(' ') || undefined}
          onChange={(event) => onChange(event.target.value)} />
        {action}
      </div>
      {error !== undefined && (
        <p id={errorId} className={styles.error}><Icon name="alert" size={15} />{error}</p>
      )}
      {description?.content}
    </div>
  );
}

import { useId, type TextareaHTMLAttributes } from 'react';
import { Icon } from './Icon';
import styles from './Field.module.css';

interface Props extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

export function TextArea({ label, value, onChange, error, ...input }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>{label}</label>
      <div className={styles.box} data-invalid={error !== undefined || undefined}>
        <textarea rows={3} {...input} id={id} value={value} className={`${styles.input ?? ''} ${styles.area ?? ''}`}
          aria-invalid={error !== undefined || undefined} aria-describedby={error === undefined ? undefined : `${id}-error`}
          onChange={(event) => onChange(event.target.value)} />
      </div>
      {error !== undefined && <p id={`${id}-error`} className={styles.error}><Icon name="alert" size={15} />{error}</p>}
    </div>
  );
}

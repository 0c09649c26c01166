import { useId } from 'react';
import styles from './Select.module.css';

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
  /** Leaves the label to screen readers. */
  compact?: boolean;
  disabled?: boolean;
}

export function Select<T extends string>({ label, value, options, onChange, compact = false, disabled = false }: Props<T>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={compact ? 'visually-hidden' : styles.label}>{label}</label>
      <select id={id} className={styles.select} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as T)}>
        {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
      </select>
    </div>
  );
}

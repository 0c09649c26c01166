import { useState, type ReactNode } from 'react';
import { Field } from '../ui/Field';
import { Icon } from '../ui/Icon';
import styles from './PasswordField.module.css';

interface Props {
  label?: string;
  name: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  description?: { id: string; content: ReactNode };
}

export function PasswordField({ label = 'Password', autoComplete, description, ...field }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...field} label={label} type={shown ? 'text' : 'password'} autoComplete={autoComplete}
      autoCapitalize="none" autoCorrect="off" spellCheck={false} required {...(description && { description })}
      action={
        <button type="button" className={styles.toggle} aria-pressed={shown} aria-label="Show password"
          onClick={() => setShown(!shown)}>
          <Icon name={shown ? 'eyeOff' : 'eye'} />
        </button>
      } />
  );
}

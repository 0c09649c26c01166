import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** Shows that work is under way; the button stays focusable and ignores clicks meanwhile. */
  busy?: boolean;
}

export function Button({ variant = 'secondary', busy = false, className = '', onClick, children, type = 'button', ...rest }: Props) {
  return (
    <button {...rest} type={type} className={`${styles.button ?? ''} ${styles[variant] ?? ''} ${className}`}
      aria-disabled={busy || undefined} data-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}>
      {children}
    </button>
  );
}

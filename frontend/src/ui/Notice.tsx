import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Notice.module.css';

interface Props {
  tone: 'bad' | 'warn' | 'info';
  title?: string;
  children: ReactNode;
  /** `alert` interrupts a screen reader, `status` waits for a pause. */
  role?: 'alert' | 'status';
}

export function Notice({ tone, title, children, role = 'alert' }: Props) {
  return (
    <div className={`${styles.notice ?? ''} ${styles[tone] ?? ''}`} role={role}>
      <Icon name={tone === 'info' ? 'activity' : 'alert'} />
      <div>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}

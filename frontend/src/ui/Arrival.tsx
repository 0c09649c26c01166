import type { ReactNode } from 'react';
import styles from './Arrival.module.css';
import { Icon } from './Icon';

/** What somebody is waiting for: turns green, or red, when it is there. */
export function Arrival({ tone, children }: { tone: 'waiting' | 'good' | 'bad'; children: ReactNode }) {
  return (
    <p className={styles.arrival} data-tone={tone} role="status">
      <Icon name={tone === 'waiting' ? 'activity' : tone === 'good' ? 'check' : 'alert'} size={15} />
      <span>{children}</span>
    </p>
  );
}

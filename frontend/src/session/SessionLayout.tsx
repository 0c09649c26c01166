import type { ReactNode } from 'react';
import { Logo } from '../ui/Logo';
import { Horizon } from './Horizon';
import styles from './SessionLayout.module.css';

interface Props {
  title: string;
  intro?: string | undefined;
  children: ReactNode;
}

/** The frame of the pages before login: the form, and beside it the instrument the logo comes from. */
export function SessionLayout({ title, intro, children }: Props) {
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <div className={styles.column}>
          <Logo size={34} />
          <div className={styles.heading}>
            <h1>{title}</h1>
            {intro !== undefined && <p>{intro}</p>}
          </div>
          {children}
        </div>
      </main>
      <aside className={styles.aside} aria-label="About SRE Copilot">
        <Horizon />
        <div className={styles.pitch}>
          <p className={styles.slogan}>Steady, even when the system is not.</p>
          <p>Metrics, logs, traces and incidents in one place, on your own servers.</p>
        </div>
      </aside>
    </div>
  );
}

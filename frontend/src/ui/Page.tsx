import type { ReactNode } from 'react';
import styles from './Page.module.css';
import { useTitle } from './useTitle';

interface Props {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Shows the parts from top to bottom: what arrives first does not move when more arrives above it. All of them ask at once. */
  inOrder?: boolean;
}

export function Page({ title, intro, actions, children, inOrder = false }: Props) {
  useTitle(title);
  return (
    <div className={styles.page} data-in-order={inOrder || undefined}>
      <header className={styles.header}>
        <div>
          <h1>{title}</h1>
          {intro !== undefined && <p className={styles.intro}>{intro}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

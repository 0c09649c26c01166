import { Link, type LinkProps } from '@tanstack/react-router';
import styles from './Tabs.module.css';

interface Tab {
  to: NonNullable<LinkProps['to']>;
  label: string;
  /** Whether only this very address is the tab, not those below it. */
  exact?: boolean;
}

/** Pages of one subject beside each other; each has an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className={styles.scroll}>
      <ul className={styles.tabs}>
        {tabs.map(({ to, label: text, exact = false }) => (
          <li key={text}><Link to={to} className={styles.tab} activeOptions={{ exact, includeSearch: false }}>{text}</Link></li>
        ))}
      </ul>
    </nav>
  );
}

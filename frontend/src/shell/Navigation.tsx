import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { statisticsQuery } from '../incidents/queries';
import { unresolved } from '../incidents/search';
import { statusQuery, troubled } from '../status/status';
import { Icon } from '../ui/Icon';
import styles from './Navigation.module.css';
import { groups, pages, type PageEntry } from './pages';

const backgroundPollMs = 30_000;

export function Navigation({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const { data } = useQuery({ ...statusQuery, refetchInterval: backgroundPollMs });
  const { data: incidents } = useQuery(statisticsQuery);
  const open = incidents === undefined ? 0 : unresolved.reduce((sum, state) => sum + (incidents.by_state[state] ?? 0), 0);
  const problems = data === undefined ? 0 : troubled(data).length;
  const counts: Partial<Record<PageEntry['to'], Count>> = { '/incidents': { count: open, note: 'unresolved' }, '/status': { count: problems, note: 'need attention' } };
  return (
    <nav aria-label="Main" className={styles.groups}>
      {groups.map((group) => (
        <Group key={group} title={group}>
          {pages.filter((page) => page.group === group).map((page) => <Entry key={page.to} page={page} count={counts[page.to]} onNavigate={onNavigate} />)}
        </Group>
      ))}
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <div>
      <h2 className={styles.group} id={id}>{title}</h2>
      <ul aria-labelledby={id}>{children}</ul>
    </div>
  );
}

interface Count {
  count: number;
  /** What is counted. */
  note: string;
}

function Entry({ page, count, onNavigate }: { page: PageEntry; count: Count | undefined; onNavigate: (() => void) | undefined }) {
  return (
    <li>
      <Link to={page.to} className={styles.link} {...(onNavigate && { onClick: onNavigate })}>
        <Icon name={page.icon} />
        {page.label}
        {count !== undefined && count.count > 0 && <span className={styles.badge}>{count.count}<span className="visually-hidden"> {count.note}</span></span>}
      </Link>
    </li>
  );
}

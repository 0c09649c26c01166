import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { statusQuery, troubled } from '../status/status';
import { Icon } from '../ui/Icon';
import styles from './Navigation.module.css';

const backgroundPollMs = 30_000;

/** Grouped by task. A page gets its link here when it exists. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { data } = useQuery({ ...statusQuery, refetchInterval: backgroundPollMs });
  const problems = data === undefined ? 0 : troubled(data).length;
  return (
    <nav aria-label="Main">
      <h2 className={styles.group} id="nav-observe">Observe</h2>
      <ul aria-labelledby="nav-observe">
        <li>
          <Link to="/status" className={styles.link} {...(onNavigate && { onClick: onNavigate })}>
            <Icon name="activity" />
            Service status
            {problems > 0 && <span className={styles.badge}>{problems}<span className="visually-hidden"> need attention</span></span>}
          </Link>
        </li>
      </ul>
    </nav>
  );
}

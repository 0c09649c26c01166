import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { errorGroupsQuery } from '../errors/queries';
import type { TimeWindow } from '../time/range';
import { Ago } from '../ui/Ago';
import { Loaded } from '../ui/Loaded';
import { formatCount } from '../ui/number';
import { Panel } from '../ui/Panel';
import styles from './ServicePage.module.css';

export function ServiceErrors({ name, window }: { name: string; window: TimeWindow }) {
  const query = useQuery(errorGroupsQuery({ service: name }, window));
  return (
    <Panel title="Errors">
      <Loaded query={query} what="The errors">
        {(data) => data.length === 0 ? <p className={styles.none}>None in this time.</p> : (
          <ul className={styles.rows} aria-label="Errors">
            {data.slice(0, 8).map((group) => (
              <li key={group.fingerprint}>
                <Link to="/errors/$fingerprint" params={{ fingerprint: group.fingerprint }}>{group.error_class}</Link>
                <span>{formatCount(group.occurrence_count)} ×</span>
                <p className={styles.facts}>{group.message} · last <Ago at={group.last_seen} /></p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

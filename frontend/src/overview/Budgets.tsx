import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Slo } from '../api/contract';
import { sloView } from '../slos/views';
import { Badge } from '../ui/Badge';
import { Loaded } from '../ui/Loaded';
import { formatPercent } from '../ui/number';
import { Panel } from '../ui/Panel';
import styles from './OverviewPage.module.css';

/** The objectives with the least error budget left. */
export function Budgets({ query, most }: { query: UseQueryResult<Slo[]>; most: number }) {
  return (
    <Panel title="Error budgets" action={<Link to="/slos">Service levels</Link>}>
      <Loaded query={query} what="The objectives">
        {(slos) => slos.length === 0 ? <p className={styles.none}>No objectives yet.</p> : (
          <ul className={styles.rows} aria-label="Error budgets">
            {slos.toSorted((one, other) => one.error_budget_remaining - other.error_budget_remaining).slice(0, most).map((slo) => <Budget key={slo.slo_id} slo={slo} />)}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

function Budget({ slo }: { slo: Slo }) {
  const { label, tone, icon } = sloView(slo);
  return (
    <li>
      <strong>{slo.name}</strong>
      <Badge tone={tone} icon={icon}>{label}</Badge>
      <p className={styles.facts}><Link to="/services/$serviceName" params={{ serviceName: slo.service_name }}>{slo.service_name}</Link> · {slo.total_events === 0 ? 'nothing to count yet' : `${formatPercent(slo.error_budget_remaining)} of the budget left`}</p>
    </li>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Slo } from '../api/contract';
import { useMayWrite } from '../session/useMayWrite';
import { useShortcuts } from '../shell/useShortcuts';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Modal } from '../ui/Modal';
import { formatCount, formatMs, formatNumber, formatPercent } from '../ui/number';
import { Page } from '../ui/Page';
import { deleteSlo, sloKey, slosQuery } from './queries';
import { SloForm } from './SloForm';
import styles from './SlosPage.module.css';
import { sloView } from './views';

/** What is promised about the services, and how much of it is left to be broken. */
export function SlosPage() {
  const slos = useQuery(slosQuery);
  const mayWrite = useMayWrite();
  // The objective being changed; `new` for another one.
  const [edited, setEdited] = useState<Slo | 'new' | null>(null);
  useShortcuts({ r: () => void slos.refetch(), ...(mayWrite && { n: () => setEdited('new') }) });
  const add = mayWrite && <Button variant="primary" onClick={() => setEdited('new')}><Icon name="plus" size={16} />New objective</Button>;
  return (
    <Page title="Service levels" intro="What is promised about the services, and how much of the error budget is left." actions={add}>
      <Loaded query={slos} what="The objectives">
        {(data) => data.length === 0 ? (
          <Empty icon="target" title="No objectives yet"><p>An objective says which share of a service’s requests must succeed, or be fast enough.</p></Empty>
        ) : (
          <ul className={styles.cards} aria-label="Objectives">
            {data.map((slo) => <SloCard key={slo.slo_id} slo={slo} mayWrite={mayWrite} onEdit={() => setEdited(slo)} />)}
          </ul>
        )}
      </Loaded>
      <Modal title={edited === 'new' ? 'New objective' : 'Change the objective'} open={edited !== null} onOpenChange={(open) => !open && setEdited(null)}>
        {edited !== null && <SloForm slo={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Modal>
    </Page>
  );
}

function SloCard({ slo, mayWrite, onEdit }: { slo: Slo; mayWrite: boolean; onEdit: () => void }) {
  const client = useQueryClient();
  const deleting = useMutation({ mutationFn: () => deleteSlo(slo.slo_id), onSettled: () => client.invalidateQueries({ queryKey: sloKey }) });
  const { label, tone, icon } = sloView(slo);
  const left = Math.min(100, Math.max(0, slo.error_budget_remaining));
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h2 className={styles.name}>{slo.name}</h2>
        <Badge tone={tone} icon={icon}>{label}</Badge>
      </div>
      <p className={styles.facts}>
        {formatPercent(slo.target_percentage)} of the requests of <Link to="/services/$serviceName" params={{ serviceName: slo.service_name }}>{slo.service_name}</Link>{' '}
        {slo.sli_type === 'latency' ? `answered within ${formatMs(slo.threshold_ms)}` : 'without an error'}, in {slo.time_window_days} days
      </p>
      <p className={styles.now}>{slo.total_events === 0 ? '–' : `${slo.current_compliance.toFixed(2)} %`}<span className={styles.facts}> now, {formatCount(slo.bad_events)} of {formatCount(slo.total_events)} bad</span></p>
      <div className={styles.track} role="meter" aria-label={`Error budget left of ${slo.name}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(left)}>
        <span className={styles.bar} data-tone={tone} style={{ width: `${left}%` }} />
      </div>
      <p className={styles.facts}>{formatPercent(slo.error_budget_remaining)} of the budget left · burning {formatNumber(slo.burn_rates.last_hour)} × in the last hour, {formatNumber(slo.burn_rates.last_six_hours)} × in six hours</p>
      {mayWrite && (
        <div className={styles.actions}>
          <Button onClick={onEdit}>Change<span className="visually-hidden"> {slo.name}</span></Button>
          <Confirm action="Delete" subject={slo.name} question="Delete this objective?" onConfirm={() => deleting.mutate()}><p>What was promised is no longer counted. The requests stay.</p></Confirm>
        </div>
      )}
      <Failure title="The objective was not deleted" error={deleting.error} />
    </li>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Incident, StoredHypothesis, Verdict } from '../api/contract';
import { meQuery } from '../session/session';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import styles from './Hypotheses.module.css';
import { judge, verdictsQuery } from './queries';

interface Props {
  incident: Incident;
  hypothesis: StoredHypothesis;
  verdicts: readonly Verdict[];
  mayWrite: boolean;
}

/** Whether people think that it is right; later rankings of the project learn from it. */
export function VerdictButtons({ incident, hypothesis, verdicts, mayWrite }: Props) {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const judging = useMutation({
    mutationFn: (verdict: 'accepted' | 'rejected') => judge(incident.id, hypothesis.id, verdict),
    onSettled: () => client.invalidateQueries({ queryKey: verdictsQuery.queryKey }),
  });
  // What only a language model thought of has no cause that could be learned.
  const about = verdicts.filter(({ cause, subject }) => cause === (hypothesis.cause ?? 'other') && subject === hypothesis.subject);
  const mine = about.find(({ user_id }) => user_id === me?.id)?.verdict;
  const others = about.filter(({ user_id }) => user_id !== me?.id).map(({ user_email, verdict }) => `${user_email} ${verdict} it`);
  return (
    <div className={styles.verdict}>
      {mayWrite && (
        <div role="group" aria-label={`Your verdict on: ${hypothesis.claim}`} className={styles.buttons}>
          <Button aria-pressed={mine === 'accepted'} busy={judging.isPending} onClick={() => judging.mutate('accepted')}><Icon name="check" size={16} />Right</Button>
          <Button aria-pressed={mine === 'rejected'} busy={judging.isPending} onClick={() => judging.mutate('rejected')}><Icon name="x" size={16} />Wrong</Button>
        </div>
      )}
      {others.length > 0 && <p className={styles.note}>{others.join(', ')}.</p>}
      <Failure title="The verdict was not kept" error={judging.error} />
    </div>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorDetail } from '../api/contract';
import { useProject } from '../session/useProject';
import { membersQuery } from '../settings/queries';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Panel } from '../ui/Panel';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import styles from './ErrorPage.module.css';
import { errorKeys, triage } from './queries';
import { statuses, type ErrorStatus } from './search';
import { statusView, statusViews } from './views';

/** What people decided about an error. Each change counts at once; notes when they are saved. */
export function Triage({ group, mayWrite }: { group: ErrorDetail; mayWrite: boolean }) {
  const client = useQueryClient();
  const context = useProject();
  const members = useQuery({ ...membersQuery(context?.project.id ?? ''), enabled: context !== null && mayWrite });
  const [notes, setNotes] = useState(group.notes ?? '');
  const changing = useMutation({
    mutationFn: (change: { status?: ErrorStatus; assignee?: string; notes?: string }) => triage(group.fingerprint, change),
    onSettled: () => client.invalidateQueries({ queryKey: errorKeys.all }),
  });
  const assignee = group.assignee ?? '';
  if (!mayWrite) {
    return (
      <Panel title="Triage">
        <p>{statusView(group.status).label}, {assignee === '' ? 'nobody assigned' : `assigned to ${assignee}`}.</p>
        {group.notes != null && group.notes !== '' && <p className={styles.text}>{group.notes}</p>}
      </Panel>
    );
  }
  const people = (members.data ?? []).map(({ user_email, user_name }) => [user_email, user_name] as const);
  const known = assignee === '' || people.some(([email]) => email === assignee) ? people : [...people, [assignee, assignee] as const];
  return (
    <Panel title="Triage">
      <Select label="State" value={group.status} disabled={changing.isPending} options={statuses.map((status) => [status, statusViews[status].label] as const)} onChange={(status) => changing.mutate({ status: status as ErrorStatus })} />
      <Select label="Assignee" value={assignee} disabled={changing.isPending} options={[['', 'Nobody'], ...known]} onChange={(next) => changing.mutate({ assignee: next })} />
      <form className={styles.notes} onSubmit={(event) => {
        event.preventDefault();
        changing.mutate({ notes: notes.trim() });
      }}>
        <TextArea label="Notes" value={notes} maxLength={5000} rows={4} onChange={setNotes} placeholder="What did you find out?" />
        <Button type="submit" busy={changing.isPending} disabled={notes.trim() === (group.notes ?? '')}>Save notes</Button>
      </form>
      <Failure title="The change was not made" error={changing.error} />
    </Panel>
  );
}

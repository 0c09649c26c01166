import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Incident } from '../api/contract';
import { currentProject, meQuery } from '../session/session';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { Panel } from '../ui/Panel';
import { Select } from '../ui/Select';
import { formatDuration } from '../ui/time';
import { useNow } from '../ui/useNow';
import styles from './Facts.module.css';
import { severities, severityViews } from './labels';
import { membersQuery } from '../settings/queries';
import { assign, changeSeverity } from './queries';
import { useChange } from './useChange';

const nobody = 'nobody';

export function Facts({ incident, mayWrite }: { incident: Incident; mayWrite: boolean }) {
  const now = useNow(incident.resolved_at == null);
  const since = (at: string | null | undefined) => at == null ? null : formatDuration(Date.parse(at) - Date.parse(incident.detected_at));
  const severity = useChange(incident, changeSeverity);
  return (
    <Panel title="Facts">
      <dl className={styles.facts}>
        <Fact name="Affected service">{incident.service_name}</Fact>
        <Fact name="Detected"><time dateTime={incident.detected_at}>{new Date(incident.detected_at).toLocaleString()}</time></Fact>
        <Fact name="Acknowledged after">{since(incident.acknowledged_at) ?? 'Not yet'}</Fact>
        {incident.mitigated_at != null && <Fact name="Mitigated after">{since(incident.mitigated_at)}</Fact>}
        {incident.resolved_at == null
          ? <Fact name="Lasting for">{formatDuration(now - Date.parse(incident.detected_at))}</Fact>
          : <Fact name="Resolved after">{since(incident.resolved_at)}</Fact>}
        <Fact name="Reported by">{incident.source === 'manual' ? 'A person' : incident.source}</Fact>
      </dl>
      {mayWrite
        ? <Select label="Severity" value={incident.severity} disabled={severity.isPending} onChange={severity.make}
            options={severities.map((value) => [value, severityViews[value].label] as const)} />
        : null}
      {severity.problem !== null && <Notice tone="warn" title="The severity was not changed">{severity.problem}</Notice>}
      <Assignee incident={incident} mayWrite={mayWrite} />
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function Assignee({ incident, mayWrite }: { incident: Incident; mayWrite: boolean }) {
  const { data: me } = useQuery(meQuery);
  const project = me === undefined ? undefined : currentProject(me);
  const { data: members } = useQuery({ ...membersQuery(project?.id ?? ''), enabled: project !== undefined && mayWrite });
  const { make, isPending, problem } = useChange(incident, assign);

  if (!mayWrite || members === undefined) {
    return <dl className={styles.facts}><Fact name="Assignee">{incident.assignee_name ?? 'Nobody'}</Fact></dl>;
  }
  const people = members.map((member) => [member.user_id, member.user_name] as const);
  const isGone = incident.assignee_id != null && !members.some((member) => member.user_id === incident.assignee_id);
  return (
    <>
      <Select label="Assignee" value={incident.assignee_id ?? nobody} disabled={isPending}
        options={[[nobody, 'Nobody'], ...people, ...(isGone ? [[incident.assignee_id ?? '', `${incident.assignee_name ?? 'Unknown'} (no member any more)`] as const] : [])]}
        onChange={(value) => make(value === nobody ? null : value)} />
      {me !== undefined && incident.assignee_id !== me.id && <Button busy={isPending} onClick={() => make(me.id)}>Assign to me</Button>}
      {problem !== null && <Notice tone="warn" title="The assignee was not changed">{problem}</Notice>}
    </>
  );
}

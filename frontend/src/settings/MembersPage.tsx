import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member, Me, Project } from '../api/contract';
import { manages, useProject } from '../session/useProject';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { Select } from '../ui/Select';
import { AddMemberDialog } from './AddMemberDialog';
import { changeRole, membersQuery, projectKeys, removeMember } from './queries';
import { roleOptions } from './roles';

export function MembersPage() {
  const context = useProject();
  const [isAdding, setIsAdding] = useState(false);
  const members = useQuery({ ...membersQuery(context?.project.id ?? ''), enabled: context !== null });
  if (context === null) return null;
  const { me, project } = context;
  const mayChange = manages(project.role);
  return (
    <Page title="Members" intro={`Who works in ${project.name}, and what they may do.`}
      actions={mayChange && <Button variant="primary" onClick={() => setIsAdding(true)}><Icon name="plus" size={16} />Add a member</Button>}>
      <Loaded query={members} what="The members">
        {(data) => (
          <ul className={list.list} aria-label="Members">
            {data.map((member) => <MemberRow key={member.user_id} member={member} me={me} project={project} mayChange={mayChange} />)}
          </ul>
        )}
      </Loaded>
      <AddMemberDialog project={project} me={me} open={isAdding} onOpenChange={setIsAdding} />
    </Page>
  );
}

function MemberRow({ member, me, project, mayChange }: { member: Member; me: Me; project: Project; mayChange: boolean }) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: projectKeys.members(project.id) });
  const changing = useMutation({ mutationFn: (role: string) => changeRole(project.id, member.user_id, role), onSettled });
  const removing = useMutation({ mutationFn: () => removeMember(project.id, member.user_id), onSettled });
  // Only owners make, change and remove owners.
  const mayTouch = mayChange && (member.role !== 'owner' || project.role === 'owner');
  return (
    <li className={list.row}>
      <div className={list.what}>
        <h2 className={list.name}>{member.user_name}{member.user_id === me.id && ' (you)'}</h2>
        <p className={list.facts}>{member.user_email} · since {new Date(member.joined_at).toLocaleDateString()}</p>
        <Failure title="The role was not changed" error={changing.error} />
        <Failure title={`${member.user_name} was not removed`} error={removing.error} />
      </div>
      {mayTouch ? (
        <>
          <Select compact label={`Role of ${member.user_name}`} value={member.role} disabled={changing.isPending} onChange={changing.mutate}
            options={roleOptions(project.role)} />
          <Confirm action="Remove" subject={member.user_name} question={`Remove ${member.user_name}?`} onConfirm={removing.mutate}>
            <p>{member.user_name} loses access to {project.name} at once. What they did stays in the history.</p>
          </Confirm>
        </>
      ) : <p>{member.role}</p>}
    </li>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Me, Project } from '../api/contract';
import { checkEmail } from '../session/email';
import { isStrong } from '../session/password';
import { PasswordField } from '../session/PasswordField';
import { PasswordRules } from '../session/PasswordRules';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Modal } from '../ui/Modal';
import { Select } from '../ui/Select';
import { addMember, createUser, projectKeys } from './queries';
import { roleOptions } from './roles';

interface Props {
  project: Project;
  me: Me;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function AddMemberDialog({ project, me, open, onOpenChange }: Props) {
  return (
    <Modal title={`Add a member to ${project.name}`} open={open} onOpenChange={onOpenChange}>
      <AddMemberForm project={project} mayCreateUsers={me.role === 'admin'} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

/** Somebody who has an account in the team, or, by an admin of the team, somebody who gets one. */
function AddMemberForm({ project, mayCreateUsers, onDone }: { project: Project; mayCreateUsers: boolean; onDone: () => void }) {
  const client = useQueryClient();
  const rulesId = useId();
  const [values, setValues] = useState({ email: '', role: 'engineer', isNew: false, full_name: '', password: '' });
  const [wasSent, setWasSent] = useState(false);
  const [wasCreated, setWasCreated] = useState('');
  const email = values.email.trim();
  const adding = useMutation({
    mutationFn: async () => {
      // A second try after a failure in between must not create the account again.
      if (values.isNew && wasCreated !== email) {
        await createUser({ email, full_name: values.full_name.trim(), password: values.password });
        setWasCreated(email);
      }
      await addMember(project.id, { user_email: email, role: values.role });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: projectKeys.members(project.id) });
      onDone();
    },
  });
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const mistakes = {
    ...checkEmail(values.email),
    ...(values.isNew && values.full_name.trim() === '' && { full_name: 'Enter their name.' }),
    ...(values.isNew && !isStrong(values.password) && { password: 'This password misses a rule below.' }),
  };
  const shown: Partial<Record<'email' | 'full_name' | 'password', string>> = wasSent ? mistakes : {};
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      setWasSent(true);
      if (Object.keys(mistakes).length === 0 && !adding.isPending) adding.mutate();
    }}>
      <Field label="Email" name="email" type="email" autoComplete="off" maxLength={255} value={values.email} onChange={(value) => set({ email: value })} error={shown.email} />
      <Select label="Role" value={values.role} options={roleOptions(project.role)} onChange={(role) => set({ role })} />
      {mayCreateUsers && (
        <label className={form.choice}>
          <input type="checkbox" checked={values.isNew} onChange={(event) => set({ isNew: event.target.checked })} />
          They have no account yet: create one
        </label>
      )}
      {values.isNew && (
        <>
          <Field label="Full name" name="full_name" autoComplete="off" maxLength={255} value={values.full_name} onChange={(full_name) => set({ full_name })} error={shown.full_name} />
          <PasswordField label="First password" name="password" autoComplete="new-password" value={values.password} onChange={(password) => set({ password })} error={shown.password}
            description={{ id: rulesId, content: <PasswordRules id={rulesId} password={values.password} /> }} />
          <p>Tell them the password in person; they change it in their profile.</p>
        </>
      )}
      <Failure title="The member was not added" error={adding.error} />
      <div className={form.actions}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={adding.isPending}>Add member</Button>
      </div>
    </form>
  );
}

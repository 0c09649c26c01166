import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { isStrong } from '../session/password';
import { PasswordField } from '../session/PasswordField';
import { PasswordRules } from '../session/PasswordRules';
import { meQuery } from '../session/session';
import { useProject } from '../session/useProject';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Page } from '../ui/Page';
import { Panel } from '../ui/Panel';
import { changePassword, updateProfile } from './queries';

export function ProfilePage() {
  const context = useProject();
  if (context === null) return null;
  return (
    <Page title="Your profile" intro={`${context.me.email} in ${context.me.tenant_name}`}>
      <Panel title="Name"><NameForm name={context.me.full_name} /></Panel>
      <Panel title="Password"><PasswordForm /></Panel>
    </Page>
  );
}

function NameForm({ name }: { name: string }) {
  const client = useQueryClient();
  const [value, setValue] = useState(name);
  const saving = useMutation({ mutationFn: updateProfile, onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }) });
  const wanted = value.trim();
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      if (wanted !== '' && !saving.isPending) saving.mutate(wanted);
    }}>
      <Field label="Full name" name="full_name" autoComplete="name" maxLength={255} value={value} onChange={setValue}
        error={wanted === '' ? 'Enter your name, as others should see it.' : undefined} />
      <Failure title="The name was not saved" error={saving.error} />
      <div className={`${form.actions ?? ''} ${form.start ?? ''}`}>
        <Button type="submit" busy={saving.isPending} disabled={wanted === '' || wanted === name}>Save name</Button>
        {saving.isSuccess && wanted === name && <p className={form.done} role="status">Saved.</p>}
      </div>
    </form>
  );
}

const blank = { current_password: '', new_password: '' };

function PasswordForm() {
  const rulesId = useId();
  const [values, setValues] = useState(blank);
  const [wasSent, setWasSent] = useState(false);
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      setValues(blank);
      setWasSent(false);
    },
  });
  const missing = {
    current: values.current_password === '' ? 'Enter the password that you have now.' : undefined,
    next: isStrong(values.new_password) ? undefined : 'This password misses a rule below.',
  };
  return (
    <form className={form.form} noValidate onSubmit={(event) => {
      event.preventDefault();
      setWasSent(true);
      if (missing.current === undefined && missing.next === undefined && !changing.isPending) changing.mutate(values);
    }}>
      <PasswordField label="Current password" name="current_password" autoComplete="current-password" value={values.current_password}
        error={wasSent ? missing.current : undefined} onChange={(current_password) => setValues({ ...values, current_password })} />
      <PasswordField label="New password" name="new_password" autoComplete="new-password" value={values.new_password}
        error={wasSent ? missing.next : undefined} onChange={(new_password) => setValues({ ...values, new_password })}
        description={{ id: rulesId, content: <PasswordRules id={rulesId} password={values.new_password} /> }} />
      <Failure title="The password was not changed" error={changing.error} />
      <div className={`${form.actions ?? ''} ${form.start ?? ''}`}>
        <Button type="submit" busy={changing.isPending}>Change password</Button>
        {changing.isSuccess && !wasSent && <p className={form.done} role="status">Changed. You are logged out everywhere else.</p>}
      </div>
    </form>
  );
}

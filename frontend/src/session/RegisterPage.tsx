import { getRouteApi, Link } from '@tanstack/react-router';
import { useId } from 'react';
import { describe, type ApiError } from '../api/error';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { useTitle } from '../ui/useTitle';
import { checkEmail } from './email';
import { FormNotice } from './FormNotice';
import { isStrong } from './password';
import { PasswordField } from './PasswordField';
import { PasswordRules } from './PasswordRules';
import { register } from './session';
import { SessionLayout } from './SessionLayout';
import { useSessionForm } from './useSessionForm';

const route = getRouteApi('/register');
const initial = { full_name: '', tenant_name: '', email: '', password: '' };
type Values = typeof initial;
type Errors = Partial<Record<keyof Values, string>>;

export function RegisterPage() {
  const { next } = route.useSearch();
  const rulesId = useId();
  useTitle('Create an account');
  const form = useSessionForm({
    initial,
    validate,
    submit: (values, client) => register(client, {
      email: values.email.trim(),
      password: values.password,
      full_name: values.full_name.trim(),
      tenant_name: values.tenant_name.trim(),
    }),
    explain,
    next,
  });

  return (
    <SessionLayout title="Create an account" intro="You become the owner of a new team with a first project.">
      <form noValidate onSubmit={form.onSubmit}>
        <FormNotice {...form} />
        <Field {...form.field('full_name')} label="Full name" autoComplete="name" maxLength={255} required />
        <Field {...form.field('tenant_name')} label="Team" autoComplete="organization" maxLength={255} required
          hint="Your company or team. It keeps your data apart from everyone else's." />
        <Field {...form.field('email')} label="Email" type="email" inputMode="email" autoComplete="username"
          autoCapitalize="none" spellCheck={false} maxLength={255} required />
        <PasswordField {...form.field('password')} autoComplete="new-password"
          description={{ id: rulesId, content: <PasswordRules id={rulesId} password={form.values.password} /> }} />
        <Button type="submit" variant="primary" busy={form.busy || form.wait > 0}>
          {form.busy ? 'Creating your account…' : 'Create account'}
        </Button>
      </form>
      <p>Have an account already? <Link to="/login" search={{ next }}>Log in</Link></p>
    </SessionLayout>
  );
}

function validate(values: Values): Errors {
  return {
    ...(values.full_name.trim() === '' && { full_name: 'Enter your name, as others should see it.' }),
    ...(values.tenant_name.trim() === '' && { tenant_name: 'Enter a name for your team.' }),
    ...checkEmail(values.email),
    ...(!isStrong(values.password) && { password: 'This password misses a rule below.' }),
  };
}

function explain(error: ApiError): { fields: Errors; form: string | null } {
  const { message, fields: reported } = error.problem;
  const fields: Errors = {};
  let unplaced = false;
  for (const [name, text] of Object.entries(reported)) {
    if (name in initial) fields[name as keyof Values] = text;
    else unplaced = true;
  }
  // A refusal in one sentence ("this e-mail is taken") belongs to the field that it names.
  const isRefusal = error.status === 400 || error.status === 409 || error.status === 422;
  if (isRefusal && message !== null && Object.keys(fields).length === 0) {
    const named = fieldNamedIn(message);
    if (named !== null) return { fields: { [named]: message }, form: null };
  }
  return { fields, form: Object.keys(fields).length > 0 && !unplaced ? null : describe(error) };
}

function fieldNamedIn(message: string): keyof Values | null {
  const mentions: [keyof Values, RegExp][] = [
    ['email', /\be-?mail\b/i],
    ['password', /\bpassword\b/i],
    ['tenant_name', /\b(tenant|team|organi[sz]ation)\b/i],
    ['full_name', /\bfull.name\b/i],
  ];
  const named = mentions.filter(([, pattern]) => pattern.test(message));
  return named.length === 1 ? (named[0]?.[0] ?? null) : null;
}

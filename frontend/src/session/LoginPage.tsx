import { getRouteApi, Link } from '@tanstack/react-router';
import { describe, type ApiError } from '../api/error';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { useTitle } from '../ui/useTitle';
import { checkEmail } from './email';
import { FormNotice } from './FormNotice';
import { PasswordField } from './PasswordField';
import { logIn } from './session';
import { SessionLayout } from './SessionLayout';
import { useSessionForm } from './useSessionForm';

const route = getRouteApi('/login');

export function LoginPage() {
  const { next } = route.useSearch();
  useTitle('Log in');
  const login = useSessionForm({
    initial: { email: '', password: '' },
    validate: ({ email, password }) => ({
      ...checkEmail(email),
      ...(password === '' && { password: 'Enter your password.' }),
    }),
    submit: ({ email, password }, client) => logIn(client, { email: email.trim(), password }),
    explain,
    next,
  });

  return (
    <SessionLayout title="Log in" intro={next === undefined ? undefined : 'After that you are back on the page you came from.'}>
      <form noValidate onSubmit={login.onSubmit}>
        <FormNotice {...login} />
        <Field {...login.field('email')} label="Email" type="email" inputMode="email" autoComplete="username"
          autoCapitalize="none" spellCheck={false} required />
        <PasswordField {...login.field('password')} autoComplete="current-password" />
        <Button type="submit" variant="primary" busy={login.busy || login.wait > 0}>
          {login.busy ? 'Logging in…' : 'Log in'}
        </Button>
      </form>
      <p>New here? <Link to="/register" search={{ next }}>Create an account</Link></p>
    </SessionLayout>
  );
}

function explain(error: ApiError) {
  const { email, password, ...others } = error.problem.fields;
  if (error.status === 401) return { fields: {}, form: 'Email or password is wrong. Check both, then try again.' };
  const fields = { ...(email !== undefined && { email }), ...(password !== undefined && { password }) };
  const placed = Object.keys(fields).length > 0 && Object.keys(others).length === 0;
  return { fields, form: placed ? null : describe(error) };
}

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { ApiError } from '../api/error';
import { useNow } from '../ui/useNow';
import { destination } from './next';

type Errors<F extends string> = Partial<Record<F, string>>;

interface Options<F extends string> {
  initial: Record<F, string>;
  /** Problems that need no server to be seen. */
  validate: (values: Record<F, string>) => Errors<F>;
  submit: (values: Record<F, string>, client: ReturnType<typeof useQueryClient>) => Promise<void>;
  /** Sorts a refusal of the server: which fields it is about, and what is left for the whole form. */
  explain: (error: ApiError) => { fields: Errors<F>; form: string | null };
  next: string | undefined;
}

/** State and submission of the login and registration forms. */
export function useSessionForm<F extends string>({ initial, validate, submit, explain, next }: Options<F>) {
  const client = useQueryClient();
  const router = useRouter();
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<F>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [blockedUntil, setBlockedUntil] = useState<number | null>(null);
  const now = useNow(blockedUntil !== null);
  const wait = blockedUntil === null ? 0 : Math.max(0, Math.ceil((blockedUntil - now) / 1000));

  function change(field: F, value: string): void {
    setValues((current) => ({ ...current, [field]: value }));
    setErrors((current) => {
      if (current[field] === undefined) return current;
      const rest = { ...current };
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy with a known set of keys
      delete rest[field];
      return rest;
    });
  }

  function showErrors(form: HTMLFormElement, found: Errors<F>): void {
    setErrors(found);
    const first = (Object.keys(initial) as F[]).find((field) => found[field] !== undefined);
    if (first !== undefined) form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  }

  async function send(form: HTMLFormElement): Promise<void> {
    setFailure(null);
    setBlockedUntil(null);
    const found = validate(values);
    showErrors(form, found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await submit(values, client);
      router.history.replace(destination(next));
    } catch (error) {
      const refusal = error instanceof ApiError ? error : ApiError.noAnswer('network', error);
      if (refusal.status === 429) setBlockedUntil(Date.now() + (refusal.retryAfter ?? 30) * 1000);
      else {
        const { fields, form: message } = explain(refusal);
        showErrors(form, fields);
        setFailure(message);
      }
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: SyntheticEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!busy && wait === 0) void send(event.currentTarget);
  }

  const field = (name: F) => ({ name, value: values[name], error: errors[name], onChange: (value: string) => change(name, value) });
  return { values, field, failure, busy, wait, blocked: blockedUntil !== null, onSubmit };
}

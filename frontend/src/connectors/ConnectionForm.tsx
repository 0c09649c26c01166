import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/Button';
import { CopyBox } from '../ui/CopyBox';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Notice } from '../ui/Notice';
import { Select } from '../ui/Select';
import { TextArea } from '../ui/TextArea';
import { bodyOf, isComplete, providerOf, providers, readKeyFile, textsOf, usualProvider, type Family, type Provider, type ProviderField, type Texts } from './providers';
import { connectorKeys, createConnection, testConnection, updateConnection, type Connection } from './queries';

/** For a new connection, or one that is changed: credentials that are left blank stay. */
export function ConnectionForm({ family, connection, onDone }: { family: Family; connection: Connection | null; onDone: () => void }) {
  const client = useQueryClient();
  const offered = providers.filter((one) => one.family === family);
  const [provider, setProvider] = useState<Provider>(() => providerOf(connection?.provider ?? usualProvider[family]));
  const [name, setName] = useState(connection?.name ?? '');
  const [texts, setTexts] = useState<Texts>(() => textsOf(provider, connection?.config ?? {}));
  const body = () => bodyOf(provider, texts, connection?.config);
  const testing = useMutation({ mutationFn: () => testConnection(family, { provider: provider.id, ...body(), ...(connection !== null && { connection_id: connection.id }) }) });
  const saving = useMutation({
    mutationFn: () => connection === null ? createConnection(family, { provider: provider.id, name: name.trim(), ...body() }) : updateConnection(family, connection.id, { name: name.trim(), ...body() }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: connectorKeys.of(family) });
      if (saved.webhook_secret == null) onDone();
    },
  });
  if (saving.data?.webhook_secret != null) {
    return (
      <div className={form.form}>
        <p>{provider.label} is read every few minutes. With a webhook, deployments are known at once. The secret is shown this once.</p>
        <CopyBox label="Webhook address" text={new URL(saving.data.webhook_url ?? '', window.location.origin).href} />
        <CopyBox label="Webhook secret" text={saving.data.webhook_secret} />
        <div className={form.actions}><Button variant="primary" onClick={onDone}>Done</Button></div>
      </div>
    );
  }
  const isKeyBad = provider.isKeyFile === true && (texts.key?.trim() ?? '') !== '' && readKeyFile(texts.key ?? '') === null;
  const isWhole = isComplete(provider, texts, connection !== null) && !isKeyBad;
  return (
    <form className={form.form} noValidate autoComplete="off" onSubmit={(event) => {
      event.preventDefault();
      if (isWhole && name.trim() !== '' && !saving.isPending) saving.mutate();
    }}>
      {connection === null && <Select label="System" value={provider.id} options={offered.map(({ id, label }) => [id, label] as const)} onChange={(id) => {
        setProvider(providerOf(id));
        setTexts({});
        testing.reset();
      }} />}
      <Field label="Name" name="name" value={name} maxLength={255} onChange={setName} />
      <p className={form.hint}>The credentials must allow: {provider.needs}.</p>
      {provider.fields.map((field) => (
        <ProviderInput key={`${provider.id} ${field.name}`} field={field} isKeyFile={provider.isKeyFile === true} isStored={connection !== null} value={texts[field.name] ?? ''}
          error={field.name === 'key' && isKeyBad ? 'This is not the JSON document of a key.' : undefined} onChange={(value) => setTexts({ ...texts, [field.name]: value })} />
      ))}
      <Failure title="It could not be tried out" error={testing.error} />
      {testing.data !== undefined && (testing.data.success
        ? <p className={form.done} role="status">It works. {testing.data.message}</p>
        : <Notice tone="bad" title="It does not work yet">{testing.data.message}{(testing.data.missing_permissions?.length ?? 0) > 0 && ` Missing: ${testing.data.missing_permissions?.join(', ') ?? ''}.`}</Notice>)}
      <Failure title="The connection was not saved" error={saving.error} />
      <div className={form.actions}>
        <Button busy={testing.isPending} disabled={!isWhole} onClick={() => testing.mutate()}>{testing.isPending ? 'Trying…' : 'Try it'}</Button>
        <Button type="submit" variant="primary" busy={saving.isPending} disabled={!isWhole || name.trim() === ''}>{connection === null ? 'Connect' : 'Save'}</Button>
      </div>
    </form>
  );
}

function ProviderInput({ field, isKeyFile, isStored, value, error, onChange }: { field: ProviderField; isKeyFile: boolean; isStored: boolean; value: string; error: string | undefined; onChange: (value: string) => void }) {
  const label = field.isOptional === true ? `${field.label} (optional)` : field.label;
  const hint = isStored && field.place === 'credentials' ? 'Stored, and never shown. Leave it blank to keep it.' : field.hint;
  if (isKeyFile && field.place === 'credentials') return <TextArea label={label} value={value} rows={5} maxLength={32_000} placeholder={hint} error={error} spellCheck={false} onChange={onChange} />;
  return (
    <Field label={label} name={field.name} value={value} maxLength={4096} autoComplete="off" {...(field.isSecret === true && { type: 'password' })}
      {...(hint !== undefined && { hint })} {...(field.placeholder !== undefined && { placeholder: field.placeholder })} onChange={onChange} />
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, describe } from '../api/error';
import type { Channel } from '../api/contract';
import { Button } from '../ui/Button';
import { Check } from '../ui/Checks';
import { CopyBox } from '../ui/CopyBox';
import { Field } from '../ui/Field';
import form from '../ui/Form.module.css';
import { Notice } from '../ui/Notice';
import { Select } from '../ui/Select';
import { channelKinds, configOf, isComplete, kindNames, securities, textsOf, type ChannelKind } from './channelKinds';
import { alertingKeys, createChannel, updateChannel } from './queries';

/** For a new channel, or one that is changed: then its kind stays, and secrets that are left blank do, too. */
export function ChannelForm({ channel, onDone }: { channel: Channel | null; onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(channel?.name ?? '');
  const [kind, setKind] = useState<ChannelKind>((channel?.type ?? 'slack') as ChannelKind);
  const [texts, setTexts] = useState<Record<string, string>>(() => (channel === null ? {} : textsOf(kind, channel.config)));
  const [enabled, setEnabled] = useState(channel?.enabled ?? true);
  const saving = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), type: kind, config: configOf(kind, texts), enabled };
      return channel === null ? createChannel(body) : updateChannel(channel.channel_id, body);
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: alertingKeys.channels });
      if (revealed(saved) === null) onDone();
    },
  });
  const secret = saving.data === undefined ? null : revealed(saving.data);
  if (secret !== null) {
    return (
      <div className={form.form}>
        <p>Each message is signed with this secret. It is shown this once.</p>
        <CopyBox label="Signing secret" text={secret} />
        <div className={form.actions}><Button variant="primary" onClick={onDone}>I have stored it</Button></div>
      </div>
    );
  }
  const fields = saving.error instanceof ApiError ? saving.error.problem.fields : {};
  const isReady = name.trim() !== '' && isComplete(kind, texts, channel !== null);
  return (
    <form className={form.form} noValidate autoComplete="off" onSubmit={(event) => {
      event.preventDefault();
      if (isReady && !saving.isPending) saving.mutate();
    }}>
      {channel === null && <Select label="Kind" value={kind} options={kindNames.map((one) => [one, channelKinds[one].label] as const)} onChange={setKind} />}
      <Field label="Name" name="name" value={name} maxLength={200} error={fields.name} onChange={setName} />
      {channelKinds[kind].fields.map(({ name: key, label, hint, isSecret = false, isOptional = false, placeholder }) => (
        <Field key={`${kind} ${key}`} label={isOptional ? `${label} (optional)` : label} name={key} value={texts[key] ?? ''} maxLength={2000} autoComplete="off" {...(isSecret && { type: 'password' })} {...(placeholder !== undefined && { placeholder })}
          {...(channel !== null && isSecret ? { hint: 'Stored, and never shown. Leave it blank to keep it.' } : hint !== undefined && { hint })}
          onChange={(value) => setTexts({ ...texts, [key]: value })} />
      ))}
      {kind === 'email' && <Select label="Encryption" value={(texts.smtp_security ?? 'starttls') as (typeof securities)[number][0]} options={securities} onChange={(value) => setTexts({ ...texts, smtp_security: value })} />}
      <Check label="Switched on" checked={enabled} onChange={setEnabled} />
      {saving.error !== null && <Notice tone="bad" title="The channel was not saved">{Object.keys(fields).length > 0 ? Object.values(fields).join(' ') : describe(saving.error)}</Notice>}
      <div className={form.actions}><Button type="submit" variant="primary" busy={saving.isPending} disabled={!isReady}>Save the channel</Button></div>
    </form>
  );
}

/** A signing secret that was made up is told once, with the answer that made it. */
function revealed({ config }: Channel): string | null {
  const secret = config.signing_secret;
  return typeof secret === 'string' && !secret.includes('***') ? secret : null;
}

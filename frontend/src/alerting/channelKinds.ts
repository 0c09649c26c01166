/** A field of a channel's configuration. */
export interface ChannelField {
  name: string;
  label: string;
  hint?: string;
  /** Never shown again; left blank it stays as it is. */
  isSecret?: boolean;
  isOptional?: boolean;
  placeholder?: string;
}

export type ChannelKind = 'slack' | 'msteams' | 'pagerduty' | 'webhook' | 'email';

export const channelKinds: Record<ChannelKind, { label: string; fields: readonly ChannelField[] }> = {
  slack: { label: 'Slack', fields: [{ name: 'webhook_url', label: 'Webhook address', isSecret: true, hint: 'Of an app with an incoming webhook.', placeholder: 'https://hooks.slack.com/services/…' }] },
  msteams: { label: 'Microsoft Teams', fields: [{ name: 'webhook_url', label: 'Webhook address', isSecret: true, hint: 'Of a workflow that posts to a channel.' }] },
  pagerduty: { label: 'PagerDuty', fields: [{ name: 'routing_key', label: 'Integration key', isSecret: true, hint: 'Of a service with an Events API v2 integration.' }] },
  webhook: {
    label: 'Webhook',
    fields: [
      { name: 'webhook_url', label: 'Address', isSecret: true, hint: 'Gets JSON by POST.' },
      { name: 'signing_secret', label: 'Signing secret', isSecret: true, isOptional: true, hint: 'At least 16 characters. One is made up when it is left out.' },
    ],
  },
  email: {
    label: 'Email',
    fields: [
      { name: 'to_emails', label: 'To', hint: 'Addresses with commas between them.' },
      { name: 'from_email', label: 'From' },
      { name: 'smtp_host', label: 'Mail server', placeholder: 'smtp.example.com' },
      { name: 'smtp_port', label: 'Port', isOptional: true, placeholder: '587' },
      { name: 'smtp_user', label: 'User', isOptional: true },
      { name: 'smtp_password', label: 'Password', isSecret: true, isOptional: true },
    ],
  },
};

export const kindNames = Object.keys(channelKinds) as ChannelKind[];

export const securities = [['starttls', 'STARTTLS'], ['tls', 'TLS from the start'], ['none', 'None, without a password']] as const;

/** What a stored configuration shows in the form; secrets come back as *** and are not shown. */
export function textsOf(kind: ChannelKind, config: Record<string, unknown>): Record<string, string> {
  const shown: readonly Pick<ChannelField, 'name' | 'isSecret'>[] = [...channelKinds[kind].fields, { name: 'smtp_security' }];
  return Object.fromEntries(shown.flatMap(({ name, isSecret }) => {
    const value = config[name];
    if (isSecret === true || value === undefined || value === null) return [];
    return [[name, Array.isArray(value) ? value.join(', ') : `${value as string | number}`] as const];
  }));
}

/** What to send: an empty secret is left out and so stays as it is. */
export function configOf(kind: ChannelKind, texts: Record<string, string>): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const { name } of channelKinds[kind].fields) {
    const text = texts[name]?.trim() ?? '';
    if (text === '') continue;
    config[name] = name === 'to_emails' ? text.split(/[,;\s]+/).filter((one) => one !== '') : name === 'smtp_port' ? Number(text) : text;
  }
  if (kind === 'email') config.smtp_security = texts.smtp_security ?? 'starttls';
  return config;
}

/** Whether all that must be there is; a stored channel has its secrets. */
export function isComplete(kind: ChannelKind, texts: Record<string, string>, isStored: boolean): boolean {
  return channelKinds[kind].fields.every(({ name, isOptional, isSecret }) => isOptional === true || (isStored && isSecret === true) || (texts[name]?.trim() ?? '') !== '');
}

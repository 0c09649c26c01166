import { expect, it } from 'vitest';
import { configOf, isComplete, textsOf } from './channelKinds';

it('shows no secret, and leaves an empty one out so that it stays', () => {
  expect(textsOf('slack', { webhook_url: '***' })).toEqual({});
  expect(configOf('slack', { webhook_url: ' ' })).toEqual({});
  expect(isComplete('slack', {}, true)).toBe(true);
  expect(isComplete('slack', {}, false)).toBe(false);
});

it('writes mail as the service reads it, and shows it as people type it', () => {
  const config = configOf('email', { to_emails: 'a@b.io, c@d.io', from_email: 'x@b.io', smtp_host: 'mail', smtp_port: '25', smtp_security: 'none' });
  expect(config).toEqual({ to_emails: ['a@b.io', 'c@d.io'], from_email: 'x@b.io', smtp_host: 'mail', smtp_port: 25, smtp_security: 'none' });
  expect(textsOf('email', config)).toMatchObject({ to_emails: 'a@b.io, c@d.io', smtp_port: '25', smtp_security: 'none' });
});

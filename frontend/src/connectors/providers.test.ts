import { expect, it } from 'vitest';
import { bodyOf, isComplete, providerOf as provider, textsOf } from './providers';

it('sends no credentials that were left blank, and keeps settings that the form does not show', () => {
  const stored = { organization: 'acme', branches: { main: 'production' } };
  expect(textsOf(provider('github'), stored)).toEqual({ organization: 'acme' });
  expect(bodyOf(provider('github'), { pat: ' ', organization: '' }, stored)).toEqual({ config: { branches: { main: 'production' } } });
  expect(isComplete(provider('github'), {}, true)).toBe(true);
  expect(isComplete(provider('github'), {}, false)).toBe(false);
});

it('reads lists and key files', () => {
  expect(bodyOf(provider('aws'), { access_key_id: 'a', secret_access_key: 'b', regions: 'eu-west-1, eu-north-1' })).toEqual({ credentials: { access_key_id: 'a', secret_access_key: 'b' }, config: { regions: ['eu-west-1', 'eu-north-1'] } });
  expect(bodyOf(provider('gcp'), { key: '{"type":"service_account"}' })).toEqual({ credentials: { type: 'service_account' }, config: {} });
  expect(bodyOf(provider('gcp'), { key: '/etc/passwd' })).toEqual({ config: {} });
});

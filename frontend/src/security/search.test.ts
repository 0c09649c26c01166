import { expect, it } from 'vitest';
import { readVulnerabilitySearch } from './search';

it('keeps what makes sense of an address and nothing else', () => {
  const id = '6f1c0f2e-8a44-4c1e-9d2e-0c2f9a1b7a10';
  expect(readVulnerabilitySearch({ severity: 'high', status: 'all', service: ' web ', q: 44228, id })).toEqual({ severity: 'high', status: 'all', service: 'web', q: '44228', id });
  expect(readVulnerabilitySearch({ severity: 'fatal', status: 'fixed', service: {}, q: ' ', id: '../x' })).toEqual({});
});

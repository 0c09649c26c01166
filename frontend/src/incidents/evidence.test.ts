import { expect, it } from 'vitest';
import { targetOf } from './evidence';

it.each([
  ['/services/check%20out', { page: 'service', id: 'check out' }],
  ['/traces/4bf92f3577b34da6a3ce929d0e0e4736', { page: 'trace', id: '4bf92f3577b34da6a3ce929d0e0e4736' }],
  ['/infrastructure/db-3', { page: 'host', id: 'db-3' }],
  ['/logs?pattern=1b2c', { page: 'logs', q: 'pattern:1b2c', service: undefined }],
  ['/metrics?metric=memory.used&service=db', { page: 'metrics', metric: 'memory.used', service: 'db' }],
  ['/slo', { page: 'slos' }],
  ['/alerts', { page: 'alerts' }],
  ['/deployments', null],
  ['/services/%E0%A4%A', null],
  ['javascript:alert(1)', null],
  ['https://example.com/services/x', null],
  ['', null],
])('%s leads to a page of this app or nowhere', (link, target) => expect(targetOf(link)).toEqual(target));

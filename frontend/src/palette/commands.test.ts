import { expect, it } from 'vitest';
import { matching, traceIdIn, type Command } from './commands';

const command = (label: string, kind = 'Page'): Command => ({ id: label, label, kind, icon: 'arrow', run: () => undefined });
const all = [command('Service map'), command('Services'), command('Logs'), command('payment-service', 'Service')];
const labels = (text: string, most = 9) => matching(all, text, most).map(({ label }) => label);

it('finds what contains all words, first what begins so', () => {
  expect(labels('serv')).toEqual(['Service map', 'Services', 'payment-service']);
  expect(labels('pay serv')).toEqual(['payment-service']);
  expect(labels('page log')).toEqual(['Logs']);
  expect(labels('nothing')).toEqual([]);
  expect(labels('', 2)).toEqual(['Service map', 'Services']);
});

it('knows the id of a trace', () => {
  expect(traceIdIn(' 4BF92F3577b34da6a3ce929d0e0e4736 ')).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(traceIdIn('4bf92f')).toBeNull();
});

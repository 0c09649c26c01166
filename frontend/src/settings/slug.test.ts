import { describe, expect, it } from 'vitest';
import { slugOf } from './slug';

describe('slugOf', () => {
  it.each([['Billing', 'billing-0000'], ['  Éclair & Co. ', 'eclair-co-0000'], ['支払い', 'project-0000'], ['x'.repeat(300), `${'x'.repeat(40)}-0000`]])(
    'makes %s %s', (name, slug) => expect(slugOf(name, () => 0)).toBe(slug));

  it('makes two projects of one name different', () => expect(slugOf('a', () => 0.1)).not.toBe(slugOf('a', () => 0.9)));
});

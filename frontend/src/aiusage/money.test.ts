import { expect, it } from 'vitest';
import { formatMoney } from './money';

it.each([[0, '$0.00'], [12.345, '$12.35'], [0.00123, '$0.0012'], [0.054, '$0.054']])('writes %d as %s', (dollars, text) => expect(formatMoney(dollars)).toBe(text));

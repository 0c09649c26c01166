import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration } from './time';

const minute = 60_000;
const hour = 60 * minute;

describe('formatDuration', () => {
  it.each([
    [-5, '0 s'], [900, '1 s'], [59_000, '59 s'], [61_000, '1 min 1 s'], [2 * minute, '2 min'], [42 * minute + 7000, '42 min'],
    [hour, '1 h'], [2 * hour + 5 * minute, '2 h 5 min'], [24 * hour, '1 d'], [100 * hour, '4 d 4 h'],
  ])('says %d ms as %s', (ms, words) => expect(formatDuration(ms)).toBe(words));
});

describe('formatAge', () => {
  it.each([[-1, 'just now'], [59_999, 'just now'], [minute, '1 min ago'], [3 * hour, '3 h ago'], [50 * hour, '2 d ago']])(
    'says %d ms as %s', (ms, words) => expect(formatAge(ms)).toBe(words));
});

import { describe, expect, it } from 'vitest';
import { checkPassword, isStrong, specialCharacters, uncountedSymbols } from './password';

const missing = (password: string) => checkPassword(password).filter((rule) => !rule.met).map((rule) => rule.id);

describe('checkPassword', () => {
  it.each([
    ['', ['length', 'upper', 'lower', 'digit', 'special']],
    ['Abcde1!', ['length']],
    ['abcdef1!', ['upper']],
    ['ABCDEF1!', ['lower']],
    ['Abcdefg!', ['digit']],
    ['Abcdefg1', ['special']],
    ['Ünïcödé1!', ['upper']],
    ['😀😀😀Aa1!', ['length']],
    ['Abcdef1!', []],
    [`Abcdef1!${'x'.repeat(64)}`, []],
    [`Abcdef1!${'x'.repeat(65)}`, ['longest']],
    [`Abcdef1!${'é'.repeat(33)}`, ['longest']],
  ])('%j misses %j', (password, rules) => expect(missing(password)).toEqual(rules));

  it.each(Array.from(specialCharacters))('counts %s', (symbol) => expect(isStrong(`Abcdefg1${symbol}`)).toBe(true));

  it.each(Array.from("-_+=/;'[]~`\\ €"))('does not count %s', (symbol) => expect(missing(`Abcdefg1${symbol}`)).toEqual(['special']));
});

describe('uncountedSymbols', () => {
  it('names each symbol that does not count, once', () => expect(uncountedSymbols('Ab-c_d-é 1')).toEqual(['-', '_']));
  it('is quiet when one counts', () => expect(uncountedSymbols('Ab-c!')).toEqual([]));
});

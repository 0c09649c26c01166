/** The symbols that count as special; others may be used but do not count. */
export const specialCharacters = '!@#$%^&*(),.?":{}|<>';

export interface PasswordRule {
  id: string;
  label: string;
  met: boolean;
}

const maximumBytes = 72;

export function checkPassword(password: string): PasswordRule[] {
  const rules = [
    { id: 'length', label: 'At least 8 characters', met: Array.from(password).length >= 8 },
    { id: 'upper', label: 'A capital letter, A to Z', met: /[A-Z]/.test(password) },
    { id: 'lower', label: 'A small letter, a to z', met: /[a-z]/.test(password) },
    { id: 'digit', label: 'A digit, 0 to 9', met: /[0-9]/.test(password) },
    { id: 'special', label: 'One of these symbols:', met: hasSpecial(password) },
  ];
  // Hardly anyone gets here, so it is said only when it matters.
  const tooLong = new TextEncoder().encode(password).length > maximumBytes;
  return tooLong ? [...rules, { id: 'longest', label: `At most ${maximumBytes} characters; accents and emoji count more than once`, met: false }] : rules;
}

export function isStrong(password: string): boolean {
  return checkPassword(password).every((rule) => rule.met);
}

/** Symbols the user may believe to count, when none that does is there yet. */
export function uncountedSymbols(password: string): string[] {
  if (hasSpecial(password)) return [];
  return [...new Set(Array.from(password).filter((character) => !/[\p{L}\p{N}\s]/u.test(character)))];
}

function hasSpecial(password: string): boolean {
  return Array.from(password).some((character) => specialCharacters.includes(character));
}

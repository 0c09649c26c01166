/** `service_name: checkout, severity: warning or info`. */
export function criteriaText(criteria: Record<string, unknown>): string {
  return Object.entries(criteria).map(([name, value]) => `${name === 'service_name' ? 'service' : name}: ${Array.isArray(value) ? value.join(' or ') : value as string}`).join(', ');
}

/** A text of the criteria; nothing for a list, which the form leaves alone. */
export function criterion(criteria: Record<string, unknown>, name: string): string {
  const value = criteria[name];
  return typeof value === 'string' ? value : '';
}

/** `2026-05-01T14:02` in the time zone of the browser, as an input for a moment wants it. */
export function toLocalInput(time: number): string {
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A short name for addresses: what is left of the name, and a few characters that make it the only one in the team. */
export function slugOf(name: string, random: () => number = Math.random): string {
  const words = name.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/-$/, '');
  const suffix = Math.floor(random() * 36 ** 4).toString(36).padStart(4, '0');
  return `${words === '' ? 'project' : words}-${suffix}`;
}

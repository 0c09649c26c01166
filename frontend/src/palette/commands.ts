import type { IconName } from '../ui/Icon';

export interface Command {
  id: string;
  label: string;
  /** What it is: a page, a service, an incident. */
  kind: string;
  icon: IconName;
  keys?: string | null;
  run: () => void;
}

/** The commands that contain all words of the text; those that begin with it come first. */
export function matching(commands: readonly Command[], text: string, most: number): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return commands.slice(0, most);
  const begins = ({ label }: Command) => label.toLowerCase().startsWith(words.join(' '));
  const found = commands.filter(({ label, kind }) => words.every((word) => `${label} ${kind}`.toLowerCase().includes(word)));
  return [...found.filter(begins), ...found.filter((command) => !begins(command))].slice(0, most);
}

/** The id of a trace, as somebody pasted it. */
export function traceIdIn(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

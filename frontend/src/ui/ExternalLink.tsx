import type { ReactNode } from 'react';

/** A link to another site, in a new window. The address comes from elsewhere: one that is not of the web is left out. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return /^https?:\/\//.test(href) && <a href={href} target="_blank" rel="noreferrer">{children}<span className="visually-hidden"> (in a new window)</span></a>;
}

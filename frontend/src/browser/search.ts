export interface BrowserSearch {
  /** Which web app; absent means all. */
  app?: string | undefined;
}

/** Reads an address that anybody may have typed; what makes no sense is left out. */
export function readBrowserSearch(raw: Record<string, unknown>): BrowserSearch {
  const app = typeof raw.app === 'string' || typeof raw.app === 'number' ? String(raw.app).trim().slice(0, 255) : '';
  return { app: app === '' ? undefined : app };
}

const afterLogin = '/incidents';
const base = 'http://app.invalid';

/**
 * The page to open after login. Only a path of this app is accepted, so that a crafted link can never
 * send a freshly signed-in user to another host.
 */
export function safeNext(value: unknown): string | undefined {
  // eslint-disable-next-line no-control-regex -- browsers drop control characters, which hides "//host"
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value) || /[\u0000-\u001f\u007f\\]/.test(value)) return undefined;
  let url: URL;
  try {
    url = new URL(value, base);
  } catch {
    return undefined;
  }
  if (url.origin !== base || url.pathname.startsWith('//')) return undefined;
  if (['/', '/login', '/register'].includes(url.pathname)) return undefined;
  return url.pathname + url.search + url.hash;
}

/** Checked again here, at the point of use, whatever the caller did. */
export function destination(next: string | undefined): string {
  return safeNext(next) ?? afterLogin;
}

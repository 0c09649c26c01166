import { ApiError } from './error';

const refreshPath = '/api/v1/auth/refresh';
const lockName = 'srecopilot.refresh';
const refreshedAtKey = 'srecopilot.refreshed-at';

let current: Promise<boolean> | null = null;

/**
 * Renews the access cookie once for all callers that wait for it. True: try again. False: the session
 * is over. Throws when that cannot be told because the platform does not answer.
 */
export function refreshSession(failedAt: number): Promise<boolean> {
  current ??= renewAcrossTabs(failedAt).finally(() => {
    current = null;
  });
  return current;
}

/** Other tabs share the cookies: one of them renews, the others find it done. */
async function renewAcrossTabs(failedAt: number): Promise<boolean> {
  // Locks exist only on HTTPS and localhost; without them each tab renews for itself, which works too.
  const locks = (navigator as Partial<Navigator>).locks;
  if (locks === undefined) return renew();
  return await locks.request(lockName, () => (refreshedAt() > failedAt ? true : renew()));
}

async function renew(): Promise<boolean> {
  let response: Response;
  try {
    response = await fetch(refreshPath, { method: 'POST', credentials: 'same-origin', signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    throw ApiError.noAnswer('network', error);
  }
  if (response.ok) {
    storeRefreshedAt(Date.now());
    return true;
  }
  const failure = await ApiError.fromResponse(response);
  // A server in trouble or a limit says nothing about the session: the user stays signed in.
  if (failure.isOutage || failure.status === 429) throw failure;
  return false;
}

function refreshedAt(): number {
  try {
    return Number(localStorage.getItem(refreshedAtKey) ?? 0);
  } catch {
    return 0;
  }
}

function storeRefreshedAt(time: number): void {
  try {
    localStorage.setItem(refreshedAtKey, String(time));
  } catch {
    // Storage may be blocked: other tabs renew for themselves then.
  }
}

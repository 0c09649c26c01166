import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { isUnauthorized } from '../api/error';
import type { LoginRequest, Me, Project, RegisterRequest, SignedIn } from '../api/contract';

// Not a proof of anything (the cookies are, and only the server reads them): it spares the login page
// a question whose answer is no, and tells other tabs that the session began or ended.
const hintKey = 'srecopilot.session';

export const meQuery = queryOptions({
  queryKey: ['session', 'me'],
  queryFn: ({ signal }) => api.get<Me>('/api/v1/auth/me', { signal }),
  staleTime: 60_000,
});

export async function logIn(client: QueryClient, request: LoginRequest): Promise<void> {
  begin(client, await api.post<SignedIn>('/api/v1/auth/login', { body: request }));
}

export async function register(client: QueryClient, request: RegisterRequest): Promise<void> {
  begin(client, await api.post<SignedIn>('/api/v1/auth/register', { body: request }));
}

/** Ends the session on the server; a session that is already over counts as ended. */
export async function logOut(): Promise<void> {
  try {
    await api.post('/api/v1/auth/logout');
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
  }
}

export function forgetSession(): void {
  storeHint(false);
}

export function currentProject(me: Me): Project | undefined {
  return me.projects.find((project) => project.id === me.current_project_id) ?? me.projects[0];
}

export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(hintKey) !== null;
  } catch {
    return true;
  }
}

/** Calls back when another tab signed in or out. */
export function onSessionChangedElsewhere(listener: (signedIn: boolean) => void): () => void {
  const handle = (event: StorageEvent) => {
    if (event.key === hintKey) listener(event.newValue !== null);
  };
  window.addEventListener('storage', handle);
  return () => window.removeEventListener('storage', handle);
}

function begin(client: QueryClient, { user, projects }: SignedIn): void {
  client.clear();
  const role = projects.find((project) => project.id === user.current_project_id)?.role ?? null;
  client.setQueryData(meQuery.queryKey, { ...user, current_project_role: role, projects });
  storeHint(true);
}

function storeHint(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(hintKey, '1');
    else localStorage.removeItem(hintKey);
  } catch {
    // Storage may be blocked: the login page asks the server then.
  }
}

import { reportOutcome } from './connection';
import { ApiError } from './error';
import { refreshSession } from './refresh';

interface Options {
  body?: unknown;
  signal?: AbortSignal;
}

const timeoutMs = 20_000;

/** Calls that make or end a session: their 401 is an answer for the form, not an expired cookie. */
const sessionPaths = new Set(['/api/v1/auth/login', '/api/v1/auth/register', '/api/v1/auth/logout']);

export const api = {
  get: <T>(path: string, options?: Options) => call<T>('GET', path, options),
  post: <T>(path: string, options?: Options) => call<T>('POST', path, options),
  delete: <T>(path: string, options?: Options) => call<T>('DELETE', path, options),
  put: <T>(path: string, options?: Options) => call<T>('PUT', path, options),
  patch: <T>(path: string, options?: Options) => call<T>('PATCH', path, options),
};

async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const startedAt = Date.now();
  let response = await send(method, path, options);
  if (response.status === 401 && !sessionPaths.has(path) && (await refreshSession(startedAt))) {
    response = await send(method, path, options);
  }
  if (!response.ok) throw await ApiError.fromResponse(response);
  const raw = await response.text();
  return (raw === '' ? undefined : JSON.parse(raw)) as T;
}

async function send(method: string, path: string, { body, signal }: Options): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  try {
    const response = await fetch(path, init);
    reportOutcome(response.status === 502 || response.status === 503 || response.status === 504 ? 'unavailable' : 'connected');
    return response;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    reportOutcome('unreachable');
    throw ApiError.noAnswer(timeout.aborted ? 'timeout' : 'network', error);
  }
}

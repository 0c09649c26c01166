import { readProblem, type Problem } from './problem';

/** Why a call failed: no answer at all, an answer too late, or an answer that says no. */
export type FailureKind = 'network' | 'timeout' | 'http';

export class ApiError extends Error {
  readonly kind: FailureKind;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly problem: Problem;
  /** Seconds to wait before the next try, when the server said so. */
  readonly retryAfter: number | null;

  constructor(kind: FailureKind, status: number, problem: Problem, retryAfter: number | null, cause?: unknown) {
    super(problem.message ?? `${kind} ${status}`, { cause });
    this.name = 'ApiError';
    this.kind = kind;
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** The platform (or the way to it) is in trouble; the same call may work in a moment. */
  get isOutage(): boolean {
    return this.kind !== 'http' || this.status >= 500;
  }

  static noAnswer(kind: 'network' | 'timeout', cause: unknown): ApiError {
    return new ApiError(kind, 0, readProblem(null), null, cause);
  }

  static async fromResponse(response: Response): Promise<ApiError> {
    const raw = await response.text().catch(() => '');
    const problem = readProblem(parse(raw));
    const retryAfter = readRetryAfter(response.headers.get('Retry-After'), Date.now()) ?? problem.retryAfter;
    return new ApiError('http', response.status, problem, retryAfter);
  }
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** What to show for a failure that has no better place on the page. */
export function describe(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it and try again.';
  if (error.kind === 'network') return 'No answer from SRE Copilot. Check your connection, then try again.';
  if (error.kind === 'timeout') return 'SRE Copilot took too long to answer. Try again in a moment.';
  if (error.status === 429) return 'Too many tries in a short time. Wait a little, then try again.';
  if (error.status >= 500) {
    return error.problem.message ?? 'SRE Copilot cannot do this right now. Your input is kept: try again in a moment.';
  }
  if (error.problem.message !== null) return error.problem.message;
  if (error.status === 403) return 'You may not do this. Ask an owner of your project for access.';
  if (error.status === 404) return 'This no longer exists, or you may not see it.';
  return 'The request was refused. Check what you entered and try again.';
}

/** `Retry-After` is a number of seconds or a date. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds : (Date.parse(header) - now) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : null;
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

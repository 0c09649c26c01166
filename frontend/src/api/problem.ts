// One reader for every error body the platform or something in front of it can send. `detail` may be
// a string, a list of field errors, or an object that holds another `detail`; some bodies are not JSON.

export interface Problem {
  /** The server's own words, or null when it sent none fit to show. */
  message: string | null;
  /** Messages by the name of the request field they are about. */
  fields: Record<string, string>;
  /** Machine code (`error_code`), when there is one. */
  code: string | null;
  /** Seconds until a limit resets, when the body says so. */
  retryAfter: number | null;
}

const longestMessage = 500;

export function readProblem(body: unknown): Problem {
  const problem: Problem = { message: null, fields: {}, code: null, retryAfter: null };
  collect(body, problem, 0);
  return problem;
}

function collect(body: unknown, problem: Problem, depth: number): void {
  if (depth > 4) return;
  if (typeof body === 'string') readText(body, problem);
  else if (Array.isArray(body)) for (const entry of body) readEntry(entry, problem, depth);
  else if (isRecord(body)) readObject(body, problem, depth);
}

function readObject(body: Record<string, unknown>, problem: Problem, depth: number): void {
  problem.code ??= text(body.error_code);
  if (isRecord(body.errors)) {
    for (const [name, messages] of Object.entries(body.errors)) {
      const first: unknown = Array.isArray(messages) ? messages[0] : messages;
      setField(problem, name, text(first));
    }
  }
  if (isRecord(body.rate_limit) && typeof body.rate_limit.reset === 'number') {
    problem.retryAfter ??= body.rate_limit.reset;
  }
  if (typeof body.field === 'string') setField(problem, body.field, text(body.detail ?? body.message));
  collect(body.detail, problem, depth + 1);
  // `title` is what RFC 9457 bodies without a detail have.
  const other = text(body.message) ?? text(body.msg) ?? text(body.title);
  if (other !== null) problem.message ??= sentence(other);
}

/** One entry of a list: a plain string, or `{loc: ["body", "email"], msg: "..."}`. */
function readEntry(entry: unknown, problem: Problem, depth: number): void {
  if (!isRecord(entry)) { collect(entry, problem, depth + 1); return; }
  const message = text(entry.msg) ?? text(entry.message) ?? text(entry.detail);
  const location: unknown[] = Array.isArray(entry.loc) ? entry.loc : [];
  const name = location[0] === 'body' ? location[1] : undefined;
  if (typeof name === 'string') setField(problem, name, message);
  else if (message !== null) problem.message ??= sentence(message);
}

function readText(detail: string, problem: Problem): void {
  // Validation failures in one string: "email: text; full_name: text", in older answers "body -> email: text".
  const entries = detail.split('; ').map((part) => /^(?:body -> )?([a-z][a-z_]*): (.+)$/s.exec(part));
  if (entries.every((match) => match !== null)) {
    for (const match of entries) setField(problem, match[1] ?? '', match[2] ?? null);
    return;
  }
  const shown = text(detail);
  if (shown !== null) problem.message ??= sentence(shown);
}

function setField(problem: Problem, name: string, message: string | null): void {
  if (name !== '' && message !== null) problem.fields[snakeCase(name)] ??= sentence(message);
}

/** Text that a person can read; HTML and dumps are not. */
function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' || trimmed.startsWith('<') || trimmed.length > longestMessage ? null : trimmed;
}

function sentence(message: string): string {
  const plain = message.replace(/^Value error, /, '');
  // A name such as auth-service or tenant_name keeps its spelling.
  const capital = /^[a-z]+[-_]/.test(plain) ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

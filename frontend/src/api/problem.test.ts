import { describe, expect, it } from 'vitest';
import { readProblem } from './problem';

describe('readProblem', () => {
  it('reads a plain detail as a sentence', () => {
    expect(readProblem({ detail: 'this e-mail address is taken' }).message).toBe('This e-mail address is taken.');
  });

  it('reads a list of field errors by field', () => {
    const problem = readProblem({
      detail: [
        { type: 'missing', loc: ['body', 'email'], msg: 'Field required' },
        { type: 'value_error', loc: ['body', 'password'], msg: 'Value error, needs a digit', ctx: { error: {} } },
      ],
    });
    expect(problem.fields).toEqual({ email: 'Field required.', password: 'Needs a digit.' });
    expect(problem.message).toBeNull();
  });

  it('keeps the first message of a field', () => {
    const problem = readProblem({ detail: [{ loc: ['body', 'email'], msg: 'First' }, { loc: ['body', 'email'], msg: 'Second' }] });
    expect(problem.fields).toEqual({ email: 'First.' });
  });

  it('uses an entry that names no field as the message', () => {
    expect(readProblem({ detail: [{ loc: ['query', 'page'], msg: 'must be positive' }] }).message).toBe('Must be positive.');
    expect(readProblem({ detail: ['first', 'second'] }).message).toBe('First.');
  });

  it('reads an envelope inside detail', () => {
    const problem = readProblem({ detail: { status: 'error', detail: 'No project chosen', error_code: 'MISSING_PROJECT_ID' } });
    expect(problem).toMatchObject({ message: 'No project chosen.', code: 'MISSING_PROJECT_ID' });
  });

  it('takes the fields out of a validation envelope', () => {
    const problem = readProblem({ status: 'error', detail: 'body -> email: not valid; body -> full_name: too long', error_code: 'VALIDATION_ERROR' });
    expect(problem.fields).toEqual({ email: 'Not valid.', full_name: 'Too long.' });
    expect(problem.message).toBeNull();
  });

  it('takes the fields out of validation failures in one string', () => {
    const problem = readProblem({ detail: 'email: must be a valid e-mail address; password: must contain a digit (0-9)', error_code: 'VALIDATION_ERROR' });
    expect(problem.fields).toEqual({ email: 'Must be a valid e-mail address.', password: 'Must contain a digit (0-9).' });
    expect(problem.message).toBeNull();
  });

  it('reads a map of errors beside a detail, in any case', () => {
    const problem = readProblem({ detail: 'Check your input', errors: { FullName: ['Too long'], email: 'Taken' } });
    expect(problem).toMatchObject({ message: 'Check your input.', fields: { full_name: 'Too long.', email: 'Taken.' } });
  });

  it('reads a limit that has no detail', () => {
    const problem = readProblem({ error: 'x', message: 'Slow down', rate_limit: { limit: 100, remaining: 0, reset: 60 } });
    expect(problem).toMatchObject({ message: 'Slow down.', retryAfter: 60 });
  });

  it.each([null, undefined, 42, '', '   ', [], {}, { detail: null }, { detail: {} }, '<html>502</html>'])(
    'says nothing rather than nonsense for %j',
    (body) => expect(readProblem(body)).toEqual({ message: null, fields: {}, code: null, retryAfter: null }),
  );

  it('shows no dump', () => expect(readProblem({ detail: 'x'.repeat(2000) }).message).toBeNull());

  it('survives endless nesting', () => {
    let body: unknown = 'deep';
    for (let i = 0; i < 50; i += 1) body = { detail: body };
    expect(readProblem(body).message).toBeNull();
  });

  it('leaves names of services as they are', () => {
    expect(readProblem({ detail: 'auth-service is not available.' }).message).toBe('auth-service is not available.');
  });
});

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe } from '../api/error';
import { Button } from './Button';
import { Notice } from './Notice';
import { Pending } from './Pending';

interface Props<T> {
  query: UseQueryResult<T>;
  /** What is loaded, as in «The members could not be read». */
  what: string;
  children: (data: T) => ReactNode;
}

/** What a query found; while it is on its way, a place for it; when it failed, why, and the way to try again. */
export function Loaded<T>({ query, what, children }: Props<T>) {
  const { data, error, failureCount } = query;
  return (
    <>
      {error !== null && (
        <Notice tone={data === undefined ? 'bad' : 'warn'} role="status" title={data === undefined ? `${what} could not be read` : 'No fresh answer: this may be old'}>
          <p>{describe(error)} <Button variant="quiet" onClick={() => void query.refetch()}>Try again</Button></p>
        </Notice>
      )}
      {data === undefined ? error === null && <Pending isLate={failureCount > 0} /> : children(data)}
    </>
  );
}

import { describe } from '../api/error';
import { Notice } from './Notice';

/** Why something that the user wanted was not done; nothing while there is no error. */
export function Failure({ title, error }: { title: string; error: unknown }) {
  return error === null ? null : <Notice tone="bad" title={title}>{describe(error)}</Notice>;
}

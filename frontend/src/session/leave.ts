import type { QueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { forgetSession } from './session';

/** Shows the login page and drops everything of the user from memory, whatever ended the session. */
export async function leave(router: AnyRouter, client: QueryClient, next?: string): Promise<void> {
  forgetSession();
  await client.cancelQueries();
  await router.navigate({ to: '/login', search: { next }, replace: next !== undefined });
  // After the pages that use them are gone, or they would ask again.
  client.clear();
}

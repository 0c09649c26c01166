import './styles/base.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, isUnauthorized } from './api/error';
import { createAppRouter } from './router';
import { leave } from './session/leave';
import { meQuery, onSessionChangedElsewhere } from './session/session';

const queryClient = new QueryClient({
  // The route guard deals with its own question itself.
  queryCache: new QueryCache({ onError: (error, query) => query.queryHash !== JSON.stringify(meQuery.queryKey) && leaveWhenOver(error) }),
  mutationCache: new MutationCache({ onError: leaveWhenOver }),
  defaultOptions: {
    queries: {
      // A platform on this very machine is there without a network too: only a failed call counts.
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isOutage,
    },
    mutations: { networkMode: 'always' },
  },
});
const router = createAppRouter(queryClient);

function leaveWhenOver(error: unknown): void {
  if (isUnauthorized(error)) void leave(router, queryClient, router.latestLocation.href);
}

onSessionChangedElsewhere((signedIn) => {
  if (!signedIn) void leave(router, queryClient);
  else if (router.state.location.pathname === '/login') void router.invalidate();
});

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../api/client';
import type { Ticket } from '../api/contract';
import { meQuery } from '../session/session';
import { apply } from './apply';
import type { LiveEvent } from './frames';
import { LiveConnection, type LiveState } from './LiveConnection';

let state: LiveState = 'stopped';
const stateListeners = new Set<() => void>();
const eventListeners = new Set<(event: LiveEvent) => void>();

/** Keeps a connection for the project open while the component is shown. */
export function useLiveConnection(projectId: string | null): void {
  const client = useQueryClient();
  useEffect(() => {
    if (projectId === null) return;
    const connection = new LiveConnection({
      getTicket: () => api.get<Ticket>('/api/v1/auth/ws-token'),
      open: () => new WebSocket(`${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/ws`),
    }, {
      onState: setState,
      onEvent: (event) => {
        apply(client, event);
        for (const listener of eventListeners) listener(event);
      },
      onGap: () => void client.invalidateQueries(),
      onSessionEnded: () => void client.invalidateQueries({ queryKey: meQuery.queryKey }),
    });
    const wake = () => document.visibilityState === 'visible' && connection.retryNow();
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    connection.start();
    return () => {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      connection.stop();
    };
  }, [client, projectId]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state);
}

export function useLiveEvents(listener: (event: LiveEvent) => void): void {
  useEffect(() => {
    eventListeners.add(listener);
    return () => void eventListeners.delete(listener);
  }, [listener]);
}

function setState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of stateListeners) listener();
}

function subscribe(listener: () => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

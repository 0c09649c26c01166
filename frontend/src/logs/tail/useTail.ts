import { useEffect, useState, useSyncExternalStore } from 'react';
import { api } from '../../api/client';
import { logParameters, type LogSearch } from '../search';
import { TailBuffer } from './TailBuffer';
import { TailConnection, type TailState } from './TailConnection';

/** New lines that match, from now on. */
export function useTail(search: LogSearch) {
  const [buffer] = useState(() => new TailBuffer());
  const [state, setState] = useState<TailState>('connecting');
  const view = useSyncExternalStore(buffer.subscribe, buffer.read);
  const query = logParameters(search).toString();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    buffer.clear();
    const connection = new TailConnection({
      open: () => new WebSocket(`${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/api/v1/logs/tail?${query}`),
      renewSession: () => api.get('/api/v1/auth/me'),
    }, {
      onState: setState,
      onLine: (line) => buffer.add(line),
      onSkipped: (count) => buffer.skip(count),
    });
    connection.start();
    return () => {
      connection.stop();
      buffer.stop();
    };
  }, [buffer, query, attempt]);

  return { ...view, state, hold: (isHeld: boolean) => buffer.hold(isHeld), clear: () => buffer.clear(), retry: () => setAttempt(attempt + 1) };
}

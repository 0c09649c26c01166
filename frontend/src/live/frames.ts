/** What happened in the project: `{"id":1,"type":"incident.created","data":{...}}`. */
export interface LiveEvent {
  id: number;
  type: string;
  data: unknown;
}

export type Frame =
  | { type: 'connected'; lastEventId: number; sessionSeconds: number }
  | { type: 'replayed'; complete: boolean }
  | { type: 'renewed'; sessionSeconds: number }
  | { type: 'pong' }
  | { type: 'error'; message: string }
  | LiveEvent;

const own = new Set(['connected', 'replayed', 'renewed', 'pong', 'error', 'subscribed', 'unsubscribed']);

export function readFrame(text: string): Frame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null && 'type' in frame && typeof frame.type === 'string' ? (frame as Frame) : null;
  } catch {
    return null;
  }
}

export function isEvent(frame: Frame): frame is LiveEvent {
  return !own.has(frame.type);
}

/** Close codes of websocket-service that need more than another try. */
export const closeCodes = { restart: 1012, sessionEnded: 4001, tooManyConnections: 4004 } as const;

import type { AlertStatus } from '../integrations/queries';

export interface AlertSearch {
  status?: AlertStatus;
}

export function readAlertSearch(raw: Record<string, unknown>): AlertSearch {
  return raw.status === 'firing' || raw.status === 'resolved' ? { status: raw.status } : {};
}

import type { AlertStatus } from '../integrations/queries';

export type AlertSource = 'conditions' | 'systems';

export interface AlertSearch {
  status?: AlertStatus;
  source?: AlertSource;
}

export function readAlertSearch(raw: Record<string, unknown>): AlertSearch {
  return {
    ...((raw.status === 'firing' || raw.status === 'resolved') && { status: raw.status }),
    ...((raw.source === 'conditions' || raw.source === 'systems') && { source: raw.source }),
  };
}

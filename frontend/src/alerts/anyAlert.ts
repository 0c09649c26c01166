import type { Alert, FiredAlert } from '../api/contract';

/** An alert, whoever found it. */
export interface AnyAlert {
  key: string;
  name: string;
  text: string;
  severity: string;
  isFiring: boolean;
  /** Who found it: a condition of this platform, or a monitoring system. */
  from: { conditionId: string } | { system: string; notices: number };
  since: string;
  until: string | null;
  incidentId: string | null;
  muted: boolean;
  /** Somebody has it; null: nobody yet, undefined: that is not known of alerts of others. */
  acknowledgedBy?: string | null;
  id: string;
}

export function ofSystem(alert: Alert): AnyAlert {
  return {
    key: `system ${alert.id}`, id: alert.id, name: alert.alert_name, text: alert.summary, severity: alert.severity, isFiring: alert.status === 'firing',
    from: { system: alert.integration_name, notices: alert.notices }, since: alert.starts_at, until: null, incidentId: alert.incident_id, muted: false,
  };
}

export function ofCondition(alert: FiredAlert): AnyAlert {
  return {
    key: `condition ${alert.alert_id}`, id: alert.alert_id, name: alert.condition_name, text: alert.message, severity: alert.severity, isFiring: alert.status !== 'resolved',
    from: { conditionId: alert.condition_id }, since: alert.fired_at, until: alert.resolved_at, incidentId: alert.incident_id, muted: alert.muted,
    acknowledgedBy: alert.acknowledged ? alert.acknowledged_by ?? 'Somebody' : null,
  };
}

/** Both, the newest first. */
export function together(...parts: readonly AnyAlert[][]): AnyAlert[] {
  return parts.flat().sort((one, other) => Date.parse(other.since) - Date.parse(one.since));
}

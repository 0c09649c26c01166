import type { Condition } from '../api/contract';
import { readLabels, signals, writeLabels, type AlertSeverity, type ConditionInput, type Operator, type Signal } from './condition';

/** A condition as it is being typed. */
export interface Draft {
  name: string;
  signal: Signal;
  metric: string;
  aggregation: string;
  operator: Operator;
  threshold: string;
  duration: string;
  hold: string;
  recovery: string;
  noData: string;
  severity: AlertSeverity;
  service: string;
  groupBy: string[];
  labels: string;
  query: string;
  sloId: string;
  enabled: boolean;
  noDataSeconds: number;
}

const blank: Draft = {
  name: '', signal: 'trace', metric: 'error_rate', aggregation: 'avg', operator: 'gt', threshold: '5', duration: '300', hold: '0', recovery: '0', noData: 'resolve',
  severity: 'warning', service: '*', groupBy: [], labels: '', query: '', sloId: '', enabled: true, noDataSeconds: 300,
};

export function draftOf(condition: Condition | null): Draft {
  return condition === null ? blank : {
    name: condition.name, signal: condition.signal as Signal, metric: condition.metric_name, aggregation: condition.aggregation, operator: condition.operator as Operator,
    threshold: String(condition.threshold), duration: String(condition.duration_seconds), hold: String(condition.hold_seconds), recovery: String(condition.recovery_seconds),
    noData: condition.no_data, severity: condition.severity as AlertSeverity, service: condition.service_name, groupBy: condition.group_by, labels: writeLabels(condition.labels),
    query: condition.query, sloId: condition.slo_id ?? '', enabled: condition.enabled, noDataSeconds: condition.no_data_seconds,
  };
}

/** Another signal has other metrics, other ways to sum up and other series. */
export function withSignal(draft: Draft, signal: Signal): Draft {
  const { metrics, aggregations } = signals[signal];
  return { ...draft, signal, metric: metrics?.[0]?.[0] ?? '', aggregation: aggregations[0] ?? '', groupBy: [] };
}

export function isReady(draft: Draft): boolean {
  return draft.name.trim() !== '' && isJudgeable(draft);
}

/** Whether it says enough to be tried out. */
export function isJudgeable({ metric, threshold, service, signal, sloId }: Draft): boolean {
  return metric.trim() !== '' && threshold.trim() !== '' && Number.isFinite(Number(threshold)) && (!signals[signal].hasService || service.trim() !== '') && (signal !== 'slo' || sloId !== '');
}

export function inputOf(draft: Draft): ConditionInput {
  return {
    name: draft.name.trim() === '' ? 'Preview' : draft.name.trim(), signal: draft.signal, metric_name: draft.metric.trim(), aggregation: draft.aggregation, operator: draft.operator, threshold: Number(draft.threshold),
    duration_seconds: Number(draft.duration), hold_seconds: Number(draft.hold), recovery_seconds: Number(draft.recovery), no_data: draft.noData, no_data_seconds: draft.noDataSeconds, severity: draft.severity,
    service_name: signals[draft.signal].hasService ? draft.service.trim() : '*', group_by: draft.groupBy.map((name) => name.trim()).filter((name) => name !== ''),
    labels: draft.signal === 'metric' ? readLabels(draft.labels) : {}, query: draft.signal === 'log' ? draft.query.trim() : '', slo_id: draft.signal === 'slo' ? draft.sloId : null, enabled: draft.enabled,
  };
}

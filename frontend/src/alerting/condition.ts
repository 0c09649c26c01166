import type { Condition } from '../api/contract';
import type { IconName } from '../ui/Icon';
import type { Tone } from '../ui/Badge';
import { formatMs, formatNumber, formatPercent } from '../ui/number';
import { formatDuration } from '../ui/time';

export type Signal = 'metric' | 'log' | 'error' | 'trace' | 'host' | 'slo';

/** What each signal offers; the service refuses anything else. */
export const signals: Record<Signal, { label: string; metrics: readonly (readonly [string, string])[] | null; aggregations: readonly string[]; groups: readonly string[] | null; hasService: boolean }> = {
  trace: {
    label: 'Requests of a service',
    metrics: [['error_rate', 'Share of failed requests'], ['failure_rate', 'Share of requests that answered 5xx'], ['latency', 'Duration'], ['throughput', 'Requests per minute'], ['apdex', 'Apdex']],
    aggregations: ['avg', 'max', 'p50', 'p75', 'p90', 'p95', 'p99'], groups: ['service', 'endpoint'], hasService: true,
  },
  log: { label: 'Log lines', metrics: [['log_count', 'Log lines']], aggregations: ['count', 'rate'], groups: ['service', 'level'], hasService: true },
  error: { label: 'Errors', metrics: [['error_count', 'Errors']], aggregations: ['count', 'rate'], groups: ['service', 'fingerprint'], hasService: true },
  metric: { label: 'A metric', metrics: null, aggregations: ['avg', 'sum', 'min', 'max', 'last', 'count', 'increase', 'rate', 'p50', 'p75', 'p90', 'p95', 'p99'], groups: null, hasService: true },
  host: { label: 'Hosts', metrics: [['cpu_percent', 'Processor'], ['memory_percent', 'Memory'], ['disk_percent', 'Disk']], aggregations: ['avg', 'min', 'max'], groups: ['host'], hasService: false },
  slo: { label: 'A service level objective', metrics: [['burn_rate', 'Burn rate']], aggregations: ['min'], groups: [], hasService: false },
};

export const signalNames = Object.keys(signals) as Signal[];

export const operators = [['gt', 'above'], ['gte', 'at least'], ['lt', 'below'], ['lte', 'at most'], ['eq', 'exactly']] as const;
export type Operator = (typeof operators)[number][0];

export const severityNames = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof severityNames)[number];

export const severityViews: Record<string, { label: string; tone: Tone; icon: IconName }> = {
  critical: { label: 'Critical', tone: 'bad', icon: 'severityCritical' },
  high: { label: 'High', tone: 'warn', icon: 'severityHigh' },
  warning: { label: 'Warning', tone: 'warn', icon: 'severityHigh' },
  medium: { label: 'Medium', tone: 'info', icon: 'severityMedium' },
  info: { label: 'Info', tone: 'info', icon: 'severityLow' },
  low: { label: 'Low', tone: 'neutral', icon: 'severityLow' },
};

export function severityView(severity: string) {
  return severityViews[severity] ?? { label: severity, tone: 'neutral' as const, icon: 'circle' as const };
}

export interface ConditionInput {
  name: string;
  signal: Signal;
  metric_name: string;
  aggregation: string | null;
  operator: Operator;
  threshold: number;
  duration_seconds: number;
  hold_seconds: number;
  recovery_seconds: number;
  no_data: string;
  no_data_seconds: number;
  severity: AlertSeverity;
  service_name: string;
  group_by: string[];
  labels: Record<string, string>;
  query: string;
  slo_id: string | null;
  enabled: boolean;
}

/** Which unit a value of a condition has. */
export function formatOf(signal: string, metric: string): (value: number) => string {
  if (signal === 'host' || metric === 'error_rate' || metric === 'failure_rate') return formatPercent;
  if (signal === 'trace' && metric === 'latency') return formatMs;
  if (signal === 'trace' && metric === 'throughput') return (value) => `${formatNumber(value)}/min`;
  if (signal === 'slo') return (value) => `${formatNumber(value)} ×`;
  return formatNumber;
}

type Sentence = Pick<Condition, 'signal' | 'metric_name' | 'aggregation' | 'operator' | 'threshold' | 'duration_seconds' | 'service_name' | 'hold_seconds' | 'query'>;

/** `p95 of duration of checkout above 500 ms over 5 min`. */
export function sentenceOf({ signal, metric_name, aggregation, operator, threshold, duration_seconds, service_name, hold_seconds, query }: Sentence): string {
  const known = signals[signal as Signal] as (typeof signals)[Signal] | undefined;
  const metric = known?.metrics?.find(([name]) => name === metric_name)?.[1] ?? metric_name;
  const isPlain = known === undefined || signal === 'slo' || (signal === 'trace' && metric_name !== 'latency') || aggregation === 'count';
  const what = isPlain ? metric : `${aggregation} of ${signal === 'metric' ? metric : metric.toLowerCase()}`;
  const where = known?.hasService === false ? '' : service_name === '*' ? ' of any service' : ` of ${service_name}`;
  const lines = signal === 'log' && query !== '' ? ` with ${query}` : '';
  const compared = operators.find(([word]) => word === operator)?.[1] ?? operator;
  const hold = hold_seconds > 0 ? `, for ${formatDuration(hold_seconds * 1000)}` : '';
  return `${what}${lines}${where} ${compared} ${formatOf(signal, metric_name)(threshold)} within ${formatDuration(duration_seconds * 1000)}${hold}`;
}

/** `host=db-3, disk=/var` as lines of a text area, and back. */
export function readLabels(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').map((line) => line.trim()).filter((line) => line.includes('=')).map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
  }).filter(([name]) => name !== ''));
}

export function writeLabels(labels: Record<string, string>): string {
  return Object.entries(labels).map(([name, value]) => `${name}=${value}`).join('\n');
}

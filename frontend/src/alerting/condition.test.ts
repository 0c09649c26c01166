import { describe, expect, it } from 'vitest';
import { readLabels, sentenceOf, writeLabels } from './condition';

const base = { signal: 'trace', metric_name: 'latency', aggregation: 'p95', operator: 'gt', threshold: 500, duration_seconds: 300, service_name: 'checkout', hold_seconds: 0, query: '' };

describe('a condition in words', () => {
  it.each([
    [base, 'p95 of duration of checkout above 500 ms within 5 min'],
    [{ ...base, metric_name: 'error_rate', service_name: '*', threshold: 5, hold_seconds: 120 }, 'Share of failed requests of any service above 5 % within 5 min, for 2 min'],
    [{ ...base, signal: 'log', metric_name: 'log_count', aggregation: 'count', query: 'level:error', threshold: 10 }, 'Log lines with level:error of checkout above 10 within 5 min'],
    [{ ...base, signal: 'host', metric_name: 'disk_percent', aggregation: 'max', operator: 'gte', threshold: 90 }, 'max of disk at least 90 % within 5 min'],
    [{ ...base, signal: 'metric', metric_name: 'orders.open', aggregation: 'avg', operator: 'lt', threshold: 3 }, 'avg of orders.open of checkout below 3 within 5 min'],
    [{ ...base, signal: 'something new', metric_name: 'x' }, 'x of checkout above 500 within 5 min'],
  ])('%#', (condition, words) => expect(sentenceOf(condition)).toBe(words));
});

it('reads labels a line each and leaves out what is none', () => {
  expect(readLabels(' region = eu \n\nnothing\n=x\nq=a=b')).toEqual({ region: 'eu', q: 'a=b' });
  expect(writeLabels({ region: 'eu', q: 'a=b' })).toBe('region=eu\nq=a=b');
});

import { describe, expect, it } from 'vitest';
import type { PlatformStatus } from '../api/contract';
import { historyLength, troubled, withHistory, type StatusWithHistory } from './status';

function report(second: number, status: 'healthy' | 'unreachable' = 'healthy'): PlatformStatus {
  return {
    status: status === 'healthy' ? 'healthy' : 'degraded',
    checked_at: new Date(second * 1000).toISOString(),
    services: [{ name: 'auth-service', status, response_time_ms: 5, detail: null }],
  };
}

describe('withHistory', () => {
  it('keeps the latest checks, oldest first', () => {
    let status: StatusWithHistory | undefined;
    for (let second = 0; second < historyLength + 10; second += 1) status = withHistory(report(second), status);
    const checks = status?.history['auth-service'] ?? [];
    expect(checks).toHaveLength(historyLength);
    expect(checks[0]?.at).toBe(new Date(10_000).toISOString());
  });

  it('counts an answer that came twice once', () => {
    expect(withHistory(report(1), withHistory(report(1), undefined)).history['auth-service']).toHaveLength(1);
  });
});

describe('troubled', () => {
  it('is what is not healthy', () => {
    expect(troubled(report(1))).toEqual([]);
    expect(troubled(report(1, 'unreachable')).map((service) => service.name)).toEqual(['auth-service']);
  });
});

import { expect, it } from 'vitest';
import { healthOf } from './health';

it('judges a service by its errors and its speed', () => {
  expect(healthOf({ requests: 0, errorRate: 0, apdex: 0 }).label).toBe('Idle');
  expect(healthOf({ requests: 9, errorRate: 0.5, apdex: 0.97 }).label).toBe('Healthy');
  expect(healthOf({ requests: 9, errorRate: 2, apdex: 0.97 }).label).toBe('Degraded');
  expect(healthOf({ requests: 9, errorRate: 0, apdex: 0.7 }).label).toBe('Degraded');
  expect(healthOf({ requests: 9, errorRate: 5, apdex: 1 }).label).toBe('Failing');
  expect(healthOf({ requests: 9, errorRate: 0, apdex: 0.3 }).label).toBe('Failing');
});

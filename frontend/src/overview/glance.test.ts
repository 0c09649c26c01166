import { expect, test } from 'vitest';
import type { Incident, Monitor, ServiceLine, Slo } from '../api/contract';
import { glanceOfAlerts, glanceOfErrors, glanceOfIncidents, glanceOfMonitors, glanceOfServices, glanceOfSlos, isNew } from './glance';

const service = (transactions: number, errorRate: number) => ({ transactions, errorRate, apdex: 1 }) as ServiceLine;
const slo = (status: string, total_events = 10) => ({ status, total_events }) as Slo;
const incident = (severity: string, assignee_name: string | null = null) => ({ severity, assignee_name }) as Incident;
const monitor = (success: boolean, alerting = false) => ({ enabled: true, alerting, latest_result: { success } }) as Monitor;

test('critical incidents are told first, then those that nobody has', () => {
  expect(glanceOfIncidents([incident('critical'), incident('low')], 2)).toEqual({ value: '2', note: '1 critical', tone: 'bad' });
  expect(glanceOfIncidents([incident('low'), incident('low', 'Ana')], 2)).toEqual({ value: '2', note: '1 with nobody assigned', tone: 'warn' });
  expect(glanceOfIncidents([incident('low', 'Ana')], 1).note).toBe('all assigned');
  expect(glanceOfIncidents([], 0).tone).toBe('good');
});

test('the worst of services, objectives and monitors gives the tone, and both kinds are counted', () => {
  expect(glanceOfServices([service(10, 9), service(10, 2), service(10, 0), service(0, 0)])).toEqual({ value: '4', note: '1 failing, 1 degraded', tone: 'bad' });
  expect(glanceOfServices([service(10, 0)])).toEqual({ value: '1', note: 'none fails', tone: 'good' });
  expect(glanceOfSlos([slo('at_risk'), slo('breached', 0)])).toEqual({ value: '2', note: '1 at risk', tone: 'warn' });
  expect(glanceOfMonitors([monitor(false, true), monitor(true)])).toEqual({ value: '2', note: '1 down', tone: 'bad' });
});

test('where there is nothing, nothing is called good', () => {
  expect([glanceOfServices([]), glanceOfSlos([]), glanceOfMonitors([])].map(({ tone }) => tone)).toEqual(['neutral', 'neutral', 'neutral']);
});

test('alerts and errors are counted', () => {
  expect(glanceOfAlerts(3)).toEqual({ value: '3', note: 'firing', tone: 'bad' });
  expect(glanceOfAlerts(0).tone).toBe('good');
  expect(glanceOfErrors([{ regressed: true }, {}], 200)).toEqual({ value: '2', note: '1 came back', tone: 'warn' });
  expect(glanceOfErrors([{}, {}], 2).value).toBe('2+');
});

test('a project is new until it has a service or an incident', () => {
  expect(isNew([], 0)).toBe(true);
  expect(isNew([], 1)).toBe(false);
  expect(isNew(undefined, 0)).toBe(false);
});

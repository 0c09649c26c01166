import { expect, it } from 'vitest';
import { telemetryWindow } from './window';

const detected = '2026-05-01T12:00:00Z';
const at = (time: string) => Date.parse(`2026-05-0${time}Z`);

it('begins before the incident and follows it while it lasts', () => {
  expect(telemetryWindow(detected, null, at('1T12:20:00'))).toEqual({ from: at('1T11:30:00'), to: at('1T12:20:00') });
  expect(telemetryWindow(detected, null, at('1T11:00:00')).to).toBe(at('1T12:01:00'));
});

it('ends a little after it was over, and is a day at most', () => {
  expect(telemetryWindow(detected, '2026-05-01T13:00:00Z', at('3T00:00:00')).to).toBe(at('1T13:15:00'));
  expect(telemetryWindow(detected, null, at('9T00:00:00')).to).toBe(at('2T12:00:00'));
});

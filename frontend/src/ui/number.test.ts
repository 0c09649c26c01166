import { expect, it } from 'vitest';
import { formatBytes, formatMs, formatNumber, formatPercent, formatUnit } from './number';

it('writes figures as people read them', () => {
  expect(formatNumber(0)).toBe('0');
  expect(formatNumber(0.01234)).toBe('0.0123');
  expect(formatNumber(1204.26)).toBe('1,204.3');
  expect(formatNumber(12_345)).toBe('12.3K');
  expect(formatMs(0.4)).toBe('0.4 ms');
  expect(formatMs(83.4)).toBe('83 ms');
  expect(formatMs(1250)).toBe('1.25 s');
  expect(formatMs(192_000)).toBe('3.2 min');
  expect(formatPercent(0.052)).toBe('0.052 %');
  expect(formatPercent(42.51)).toBe('42.5 %');
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(1536)).toBe('1.5 KiB');
});

it('knows the units of OpenTelemetry', () => {
  expect(formatUnit('s')(0.25)).toBe('250 ms');
  expect(formatUnit('By')(2048)).toBe('2 KiB');
  expect(formatUnit('{request}')(3)).toBe('3 request');
  expect(formatUnit('1')(3)).toBe('3');
});

import type uPlot from 'uplot';
import { colorOf } from './colors';

const hourMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const withSeconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dayOnly = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const font = '11px ui-sans-serif, system-ui, sans-serif';

export function formatMoment(seconds: number): string {
  return full.format(seconds * 1000);
}

export function axes(format: (value: number) => string): uPlot.Axis[] {
  const common = {
    stroke: colorOf('--text-muted'),
    font,
    grid: { stroke: colorOf('--border'), width: 1 },
    ticks: { stroke: colorOf('--border'), width: 1, size: 4 },
  };
  return [
    { ...common, grid: { show: false }, space: 70, size: 28, values: (_, splits, __, ___, step) => splits.map((split) => timeLabel(split, step)) },
    { ...common, ticks: { show: false }, size: 62, space: 34, values: (_, splits) => splits.map(format) },
  ];
}

function timeLabel(seconds: number, step: number): string {
  const date = new Date(seconds * 1000);
  if (step >= 86_400 || (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0)) return dayOnly.format(date);
  return (step < 60 ? withSeconds : hourMinute).format(date);
}

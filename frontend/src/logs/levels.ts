import type { LogLevel } from '../api/contract';
import type { ChartTone } from '../charts/colors';
import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/Icon';

export const levelViews: Record<LogLevel, { label: string; tone: Tone; icon: IconName; chart: ChartTone }> = {
  DEBUG: { label: 'Debug', tone: 'neutral', icon: 'circle', chart: 'debug' },
  INFO: { label: 'Info', tone: 'info', icon: 'circle', chart: 'accent' },
  WARN: { label: 'Warn', tone: 'warn', icon: 'alert', chart: 'warn' },
  ERROR: { label: 'Error', tone: 'bad', icon: 'x', chart: 'bad' },
  FATAL: { label: 'Fatal', tone: 'bad', icon: 'flame', chart: 'fatal' },
};

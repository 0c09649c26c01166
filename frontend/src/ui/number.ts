const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `1,204`, `12.3K`: short enough for an axis. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return compact.format(value);
  return size >= 1 || size === 0 ? plain.format(value) : fine.format(value);
}

export function formatCount(value: number): string {
  return whole.format(value);
}

/** `0.4 ms`, `83 ms`, `1.25 s`, `3.2 min`. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${fine.format(ms)} ms`;
  if (ms < 1000) return `${whole.format(ms)} ms`;
  if (ms < 60_000) return `${fine.format(ms / 1000)} s`;
  return `${plain.format(ms / 60_000)} min`;
}

export function formatPercent(value: number): string {
  return `${value >= 10 ? plain.format(value) : fine.format(value)} %`;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${fine.format(bytes / 1024 ** power)} ${byteUnits[power] ?? 'B'}`;
}

/** By the unit that a sender gave a metric, such as `ms`, `s`, `By`, `%`. */
export function formatUnit(unit: string): (value: number) => string {
  switch (unit) {
    case 'ms': return formatMs;
    case 's': return (value) => formatMs(value * 1000);
    case 'By': case 'bytes': return formatBytes;
    case '%': case 'percent': return formatPercent;
    default: return unit === '' || unit === '1' ? formatNumber : (value) => `${formatNumber(value)} ${unit.replace(/[{}]/g, '')}`;
  }
}

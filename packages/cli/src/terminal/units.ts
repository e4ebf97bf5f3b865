import { UsageError } from './exit.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** 1234567 as '1.23 MB': thousands, three digits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** 1234567 as '1,234,567'. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : many}`;
}

/** 'entry' of 'entries', 'file' of 'files'. */
export function singular(nouns: string): string {
  return nouns.replace(/ies$/, 'y').replace(/s$/, '');
}

/** Seconds as people say them: '0.42 s', '12 s', '3 min 20 s', '2 h 5 min'. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A rate with as many digits as make sense. */
export function formatRate(perSecond: number): string {
  return perSecond >= 100 ? formatCount(perSecond) : perSecond.toPrecision(3);
}

/** '150MB', '2 GiB', '1000000' in bytes. */
export function parseBytes(text: string): number {
  const match = /^\s*([\d.]+)\s*([kmgt]?)(i?)b?\s*$/i.exec(text);
  const value = Number(match?.[1]);
  if (!match || !(value > 0)) {
    throw new UsageError(`Expected a size such as 150MB or 2GiB but received '${text}'`);
  }
  const power = ' kmgt'.indexOf((match[2] || ' ').toLowerCase());
  return Math.round(value * (match[3] ? 1024 : 1000) ** power);
}

/** A whole number from `low` to `high`, of an option. */
export function parseInteger(name: string, low: number, high = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= low && value <= high)
      return value;
    const range = high === Number.MAX_SAFE_INTEGER ? `from ${low} up` : `from ${low} to ${high}`;
    throw new UsageError(`Expected a whole number ${range} for ${name} but received '${text}'`);
  };
}

/** A number from `low` to `high`, of an option. */
export function parseNumber(name: string, low: number, high: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new UsageError(
      `Expected a number from ${low} to ${high} for ${name} but received '${text}'`,
    );
  };
}

import type { IncomingHttpHeaders } from 'node:http';
import { DareblopyError } from '@dareblopy/core';

export interface ContentRange {
  readonly begin: number;
  /** Exclusive. */
  readonly end: number;
  /** Undefined where the server does not tell (`*`). */
  readonly size: number | undefined;
}

/** `Content-Range: bytes 0-99/1000` (RFC 9110, 14.4); undefined for anything else. */
export function parseContentRange(value: string | undefined): ContentRange | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(value ?? '');
  if (match === null) return undefined;
  const [begin, last, total] = match.slice(1).map(Number) as [number, number, number];
  const size = match[3] === '*' ? undefined : total;
  const fits = last >= begin && (size === undefined || last < size);
  if (!fits || !Number.isSafeInteger(last + 1)) return undefined;
  return { begin, end: last + 1, size };
}

/** The size that a 416 tells: `bytes * /1000`. */
export function parseUnsatisfied(value: string | undefined): number | undefined {
  const match = /^bytes \*\/(\d+)$/i.exec(value ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** @throws DareblopyError REMOTE_BAD_ANSWER for a body that is not the object's own bytes. */
export function checkNotEncoded(headers: IncomingHttpHeaders, name: string): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && !/^(identity|aws-chunked)?$/i.test(encoding.trim())) {
    throw badAnswer(name, 'a body with a Content-Encoding', 'identity', encoding);
  }
}

export function badAnswer(
  name: string,
  what: string,
  expected: string | number,
  actual: string | number,
): DareblopyError {
  return new DareblopyError(
    'REMOTE_BAD_ANSWER',
    `${name}: the server answered ${what}: expected ${expected} but received ${actual}`,
    { path: name, expected, actual },
  );
}

/** A server that sends all of an object where a part was asked for. */
export function noRanges(name: string): DareblopyError {
  return new DareblopyError(
    'REMOTE_RANGES_UNSUPPORTED',
    `${name}: the server answered the whole object where a range was asked for`,
    { path: name, expected: 206, actual: 200 },
  );
}

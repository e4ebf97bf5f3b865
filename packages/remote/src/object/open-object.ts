import type { IncomingMessage } from 'node:http';
import { readBody } from '../http/client.ts';
import type { Line } from '../http/exchange.ts';
import { exchange } from '../http/exchange.ts';
import type { Target } from '../http/target.ts';
import type { ContentRange } from './content-range.ts';
import {
  badAnswer,
  checkNotEncoded,
  noRanges,
  parseContentRange,
  parseUnsatisfied,
} from './content-range.ts';
import type { Identity } from './identity.ts';
import { identityOf } from './identity.ts';

/** Bytes that come with the first answer, and are kept: where a ZIP's directory ends, or all of a short object. */
const firstBytes = 64 * 1024;

/** A part of an object in memory. */
export interface Piece {
  readonly begin: number;
  readonly bytes: Uint8Array;
}

export interface OpenedObject {
  readonly identity: Identity;
  readonly piece: Piece;
}

/**
 * Asks for an object's last bytes, or the first ones where the server does not know how to count from
 * the end: tells size and version with one GET, which presigned URLs allow and HEAD is not.
 */
export async function openObject(
  line: Line,
  target: Target,
  signal: AbortSignal | undefined,
): Promise<OpenedObject> {
  return (
    (await ask(line, target, `bytes=-${firstBytes}`, signal)) ??
    (await ask(line, target, `bytes=0-${firstBytes - 1}`, signal)) ??
    Promise.reject(noRanges(target.name))
  );
}

/** Undefined where the server answers the whole of what is not short. */
function ask(
  line: Line,
  target: Target,
  range: string,
  signal: AbortSignal | undefined,
): Promise<OpenedObject | undefined> {
  const { name } = target;
  const headers = { range, 'accept-encoding': 'identity' };
  return exchange(
    line,
    target,
    () => ({ method: 'GET', headers, signal }),
    [200, 206, 416],
    async (answer) => {
      try {
        const whole = answer.statusCode === 206 ? partOf(answer, name) : emptyOf(answer);
        if (whole === undefined) {
          answer.destroy();
          return undefined;
        }
        const length = whole.end - whole.begin;
        if (length > firstBytes)
          throw badAnswer(name, 'a range that is too long', firstBytes, length);
        checkNotEncoded(answer.headers, name);
        return {
          identity: identityOf(whole.size, answer.headers),
          piece: await pieceOf(answer, whole, name, signal),
        };
      } catch (error) {
        answer.destroy();
        throw error;
      }
    },
  );
}

type Known = ContentRange & { readonly size: number };

function partOf({ headers }: IncomingMessage, name: string): Known {
  const range = parseContentRange(headers['content-range']);
  if (range?.size !== undefined) return range as Known;
  throw badAnswer(
    name,
    'a part without its place',
    'a Content-Range',
    headers['content-range'] ?? 'none',
  );
}

/** An empty object has no range to answer: 416, or 200 with nothing. */
function emptyOf({ statusCode, headers }: IncomingMessage): Known | undefined {
  const size =
    statusCode === 416 ? parseUnsatisfied(headers['content-range']) : headers['content-length'];
  return Number(size ?? -1) === 0 ? { begin: 0, end: 0, size: 0 } : undefined;
}

async function pieceOf(
  answer: IncomingMessage,
  { begin, end }: Known,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Piece> {
  const bytes = new Uint8Array(end - begin);
  if (bytes.length === 0) {
    answer.resume();
    return { begin, bytes };
  }
  let at = 0;
  await readBody(answer, bytes.length, signal, (chunk) => {
    if (at + chunk.length > bytes.length)
      throw badAnswer(name, 'a body that is too long', bytes.length, at + chunk.length);
    bytes.set(chunk, at);
    at += chunk.length;
  });
  if (at < bytes.length) throw new Error('the body ended early');
  return { begin, bytes };
}

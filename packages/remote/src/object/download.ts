import type { IncomingMessage } from 'node:http';
import { DareblopyError } from '@dareblopy/core';
import { readBody } from '../http/client.ts';
import type { Line } from '../http/exchange.ts';
import { exchange } from '../http/exchange.ts';
import type { Target } from '../http/target.ts';
import { badAnswer, checkNotEncoded, noRanges, parseContentRange } from './content-range.ts';
import type { Identity } from './identity.ts';
import { isOf, pinHeaders } from './identity.ts';
import type { Range } from './plan-ranges.ts';

/** A range on its way. Its bytes can be had as they arrive, before the last of them does. */
export class Download implements Range {
  readonly begin: number;
  readonly end: number;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #arrived = 0;
  #failure: { error: unknown } | undefined;
  #waiting: { end: number; resolve: () => void; reject: (error: unknown) => void }[] = [];

  constructor({ begin, end }: Range) {
    this.begin = begin;
    this.end = end;
    this.#bytes = new Uint8Array(Buffer.allocUnsafeSlow(end - begin).buffer);
  }

  /** A part, as soon as it is there: a view, not a copy. */
  async part({ begin, end }: Range): Promise<Uint8Array<ArrayBuffer>> {
    const until = end - this.begin;
    if (this.#failure) throw this.#failure.error;
    if (this.#arrived < until) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push({ end: until, resolve, reject });
      });
    }
    return this.#bytes.subarray(begin - this.begin, until);
  }

  /** Fetches. After a failed attempt the next one goes on where that one broke off. Does not throw. */
  async run(line: Line, target: Target, identity: Identity, signal?: AbortSignal): Promise<void> {
    const next = () => this.begin + this.#arrived;
    const ask = () => ({
      method: 'GET' as const,
      headers: {
        range: `bytes=${next()}-${this.end - 1}`,
        'accept-encoding': 'identity',
        ...pinHeaders(identity),
      },
      signal,
    });
    try {
      await exchange(line, target, ask, [200, 206, 416], async (answer) => {
        checkPart(answer, { begin: next(), end: this.end }, identity, target.name);
        await readBody(answer, this.end - next(), signal, (chunk) => this.#take(chunk, target));
        if (next() < this.end) throw new Error('the body ended early');
      });
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    this.#failure = { error };
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting = [];
  }

  #take(chunk: Uint8Array, { name }: Target): void {
    if (this.#arrived + chunk.length > this.#bytes.length)
      throw badAnswer(
        name,
        'a body that is too long',
        this.#bytes.length,
        this.#arrived + chunk.length,
      );
    this.#bytes.set(chunk, this.#arrived);
    this.#arrived += chunk.length;
    if (this.#waiting.every(({ end }) => end > this.#arrived)) return;
    const ready = this.#waiting.filter(({ end }) => end <= this.#arrived);
    this.#waiting = this.#waiting.filter(({ end }) => end > this.#arrived);
    for (const { resolve } of ready) resolve();
  }
}

function checkPart(answer: IncomingMessage, wanted: Range, identity: Identity, name: string): void {
  try {
    checkHeaders(answer, wanted, identity, name);
  } catch (error) {
    answer.destroy();
    throw error;
  }
}

function checkHeaders(
  { statusCode, headers }: IncomingMessage,
  { begin, end }: Range,
  identity: Identity,
  name: string,
): void {
  const changed = (what: string) =>
    new DareblopyError('REMOTE_OBJECT_CHANGED', `${name}: the object changed: ${what}`, {
      path: name,
      offset: begin,
    });
  if (statusCode === 416) throw changed(`it ends before byte ${begin}`);
  if (!isOf(identity, headers)) throw changed('another version was answered');
  if (statusCode === 200) throw noRanges(name);
  checkNotEncoded(headers, name);
  const range = parseContentRange(headers['content-range']);
  if (range === undefined || range.begin !== begin || range.end !== end) {
    const actual = headers['content-range'] ?? headers['content-type'] ?? 'none';
    throw badAnswer(name, 'another range', `bytes ${begin}-${end - 1}/${identity.size}`, actual);
  }
  if (range.size !== undefined && range.size !== identity.size)
    throw changed(`its size was ${identity.size} and is ${range.size}`);
  const length = headers['content-length'];
  if (length !== undefined && Number(length) !== end - begin)
    throw badAnswer(name, 'a body of another length', end - begin, length);
}

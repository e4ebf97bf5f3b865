import type { IncomingMessage } from 'node:http';
import { DareblopyError } from '@dareblopy/core';
import { readShortBody } from '../http/client.ts';
import type { Line } from '../http/exchange.ts';
import { exchange } from '../http/exchange.ts';
import { RetryableError } from '../http/retry.ts';
import type { Ask } from '../http/target.ts';
import { encodeEntities, textOf } from '../http/xml.ts';
import type { S3Target } from './s3-target.ts';
import type { UploadInput } from './upload-input.ts';

const mostAnswerBytes = 64 * 1024;

type Body = Pick<Ask, 'method' | 'headers' | 'query' | 'body'>;

async function ask(
  line: Line,
  target: S3Target,
  request: Body,
  expected: number[],
  signal: AbortSignal | undefined,
): Promise<{ text: string; headers: IncomingMessage['headers'] }> {
  return exchange(
    line,
    target,
    () => ({ ...request, signal }),
    expected,
    async (answer) => {
      const { text } = await readShortBody(answer, mostAnswerBytes, signal);
      return { text, headers: answer.headers };
    },
  );
}

/** Puts an object by one request; answers its ETag. */
export async function putObject(
  line: Line,
  target: S3Target,
  body: Uint8Array,
  condition: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const request: Body = { method: 'PUT', headers: { ...condition }, body };
  const { headers } = await ask(line, target, request, [200], signal);
  return headers.etag ?? '';
}

export interface Upload {
  readonly source: UploadInput;
  /** Bytes of a part. */
  readonly part: number;
  readonly concurrency: number;
  /** Headers of the request that makes the object. */
  readonly condition: Readonly<Record<string, string>>;
}

/**
 * An object in parts, that appears as a whole or not at all.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export class MultipartUpload {
  readonly #line: Line;
  readonly #target: S3Target;
  readonly #signal: AbortSignal | undefined;

  constructor(line: Line, target: S3Target, signal: AbortSignal | undefined) {
    this.#line = line;
    this.#target = target;
    this.#signal = signal;
  }

  /** Answers the object's ETag. */
  async run(upload: Upload): Promise<string> {
    const { text } = await this.#ask(
      { method: 'POST', headers: {}, query: { uploads: '' } },
      [200],
    );
    const uploadId = textOf(text, 'UploadId');
    if (!uploadId) throw this.#bad('no id for an upload');
    try {
      const etags = await this.#sendParts(uploadId, upload);
      await upload.source.checkUnchanged();
      return await this.#complete(uploadId, etags, upload.condition);
    } catch (error) {
      // Not with the caller's signal, which may be what ended it.
      const request: Body = { method: 'DELETE', headers: {}, query: { uploadId } };
      await ask(this.#line, this.#target, request, [200, 204, 404], undefined).catch(() => {});
      throw error;
    }
  }

  async #sendParts(uploadId: string, { source, part, concurrency }: Upload): Promise<string[]> {
    const etags: string[] = new Array(Math.ceil(source.size / part));
    let next = 0;
    let failed = false;
    const send = async () => {
      while (next < etags.length && !failed) {
        const index = next++;
        const begin = index * part;
        const body = await source.bytesOf(begin, Math.min(begin + part, source.size));
        const query = { partNumber: `${index + 1}`, uploadId };
        const { headers } = await this.#ask({ method: 'PUT', headers: {}, query, body }, [200]);
        if (headers.etag === undefined) throw this.#bad('no ETag for a part');
        etags[index] = headers.etag;
      }
    };
    const workers = Array.from({ length: concurrency }, () =>
      send().catch((error) => {
        failed = true;
        throw error;
      }),
    );
    const ends = await Promise.allSettled(workers); // none may run on while the upload is removed
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return etags;
  }

  async #complete(
    uploadId: string,
    etags: readonly string[],
    condition: Readonly<Record<string, string>>,
  ): Promise<string> {
    const parts = etags.map(
      (etag, i) =>
        `<Part><PartNumber>${i + 1}</PartNumber><ETag>${encodeEntities(etag)}</ETag></Part>`,
    );
    const xml = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`;
    const request: Body = {
      method: 'POST',
      headers: { 'content-type': 'application/xml', ...condition },
      query: { uploadId },
      body: new TextEncoder().encode(xml),
    };
    const ask = () => ({ ...request, signal: this.#signal });
    return exchange(this.#line, this.#target, ask, [200], async (answer) => {
      const { text } = await readShortBody(answer, mostAnswerBytes, this.#signal);
      const etag = textOf(text, 'ETag');
      // S3 sends 200 before it knows, and an error after it.
      if (!text.includes('<CompleteMultipartUploadResult') || etag === undefined)
        throw new RetryableError(
          this.#bad(`${textOf(text, 'Code') ?? 'nothing'} to the completion`),
        );
      return etag;
    });
  }

  #ask(request: Body, expected: number[]): ReturnType<typeof ask> {
    return ask(this.#line, this.#target, request, expected, this.#signal);
  }

  #bad(what: string): DareblopyError {
    const { name } = this.#target;
    return new DareblopyError('REMOTE_BAD_ANSWER', `${name}: the server answered ${what}`, {
      path: name,
    });
  }
}

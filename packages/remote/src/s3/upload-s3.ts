import type { ByteInput } from '@dareblopy/core';
import { closeStore, createStore } from '../store.ts';
import type { S3Options } from './account.ts';
import { S3Account } from './account.ts';
import { parseS3Url } from './location.ts';
import { MultipartUpload, putObject } from './multipart-upload.ts';
import { S3Target } from './s3-target.ts';
import { openUploadInput } from './upload-input.ts';

export interface UploadS3Options extends Omit<S3Options, 'cache' | 'coalesce'> {
  /** Bytes of a part, at least 5 MiB; larger ones where there would be more than 10,000. Default 16 MiB. */
  readonly partBytes?: number;
  /** Parts on their way at once, each in memory. Default 4. */
  readonly concurrency?: number;
  /** false: REMOTE_OBJECT_CHANGED where there is an object of that name already. Default true. */
  readonly overwrite?: boolean;
}

export interface UploadedObject {
  /** Quotes included. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

const leastPartBytes = 5 * 2 ** 20;
const mostParts = 10_000;

/**
 * Puts a finished file, or bytes from anywhere, into S3. What is long goes up in parts, which become an
 * object together at the end: when something fails, or the signal aborts, they are removed, and what had
 * the name before stays.
 *
 * @throws DareblopyError IO_* for a file, IO_TRUNCATED when it changes meanwhile; those of reading another
 *   source; REMOTE_* for the server.
 */
export async function uploadS3(
  input: ByteInput,
  url: string | URL,
  options: UploadS3Options = {},
): Promise<UploadedObject> {
  const location = parseS3Url(url);
  const { partBytes = 16 * 2 ** 20, concurrency = 4, overwrite = true, signal } = options;
  if (!(partBytes >= leastPartBytes) || !(concurrency >= 1))
    throw new RangeError('Expected partBytes of at least 5 MiB and concurrency of at least 1');
  if (location.key === '') throw new TypeError(`Expected s3://bucket/key but received ${url}`);
  signal?.throwIfAborted();
  const target = new S3Target(new S3Account(options, location.bucket), location);
  const line = await createStore({ ...options, inFlight: { requests: concurrency } });
  const source = await openUploadInput(input);
  try {
    const { size } = source;
    const condition: Record<string, string> = overwrite ? {} : { 'if-none-match': '*' };
    const part = Math.max(partBytes, Math.ceil(size / mostParts));
    if (size <= part) {
      const body = await source.bytesOf(0, size);
      return { size, etag: await putObject(line, target, body, condition, signal) };
    }
    const upload = new MultipartUpload(line, target, signal);
    return { size, etag: await upload.run({ source, part, concurrency, condition }) };
  } finally {
    await source.close();
    await closeStore(line);
  }
}

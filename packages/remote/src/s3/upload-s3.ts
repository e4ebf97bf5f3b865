import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { DareblopyError } from '@dareblopy/core';
import { toPath } from '@dareblopy/core/extend';
import { closeStore, createStore } from '../store.ts';
import type { S3Options } from './account.ts';
import { S3Account } from './account.ts';
import { parseS3Url } from './location.ts';
import { MultipartUpload, putObject } from './multipart-upload.ts';
import { S3Target } from './s3-target.ts';

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
 * Puts a finished file into S3. A long one goes up in parts, which become an object together at the end:
 * when something fails, or the signal aborts, they are removed, and what had the name before stays.
 *
 * @throws DareblopyError IO_* for the file, IO_TRUNCATED when it changes meanwhile; REMOTE_* for the server.
 */
export async function uploadS3(
  path: string | URL,
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
  const file = await openLocal(toPath(path));
  const line = await createStore({ ...options, inFlight: { requests: concurrency } });
  try {
    const { size, mtimeMs } = await file.stat();
    const unchanged = async () => {
      const now = await file.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed(path);
    };
    const condition: Record<string, string> = overwrite ? {} : { 'if-none-match': '*' };
    const part = Math.max(partBytes, Math.ceil(size / mostParts));
    if (size <= part) {
      const body = await readPart(file, 0, size, path);
      return { size, etag: await putObject(line, target, body, condition, signal) };
    }
    const upload = new MultipartUpload(line, target, signal);
    const bytesOf = (begin: number) => readPart(file, begin, Math.min(begin + part, size), path);
    return {
      size,
      etag: await upload.run({ size, part, concurrency, condition, bytesOf, unchanged }),
    };
  } finally {
    await file.close();
    await closeStore(line);
  }
}

async function readPart(
  file: FileHandle,
  begin: number,
  end: number,
  path: string | URL,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - begin);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, begin + at);
    if (bytesRead === 0) throw changed(path);
    at += bytesRead;
  }
  return bytes;
}

async function openLocal(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const ours =
      code === 'ENOENT' ? 'IO_NOT_FOUND' : code === 'EACCES' ? 'IO_ACCESS_DENIED' : 'IO_ERROR';
    throw new DareblopyError(ours, `${path}: cannot be opened: ${code}`, { path, cause: error });
  }
}

function changed(path: string | URL): DareblopyError {
  return new DareblopyError('IO_TRUNCATED', `${path}: the file changed while it was put into S3`, {
    path: `${path}`,
  });
}

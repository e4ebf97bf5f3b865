import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { ByteInput, ByteSource } from '@dareblopy/core';
import { DareblopyError, isByteSource } from '@dareblopy/core';
import { toPath } from '@dareblopy/core/extend';

/** What is put into S3. */
export interface UploadInput {
  /** Bytes. */
  readonly size: number;
  /** For as many parts at once as there are uploads under way. */
  bytesOf(begin: number, end: number): Promise<Uint8Array>;
  /** @throws DareblopyError IO_TRUNCATED when what was put is not what there is now. */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** @throws DareblopyError IO_* for a file; TypeError for what has no bytes. */
export async function openUploadInput(input: ByteInput): Promise<UploadInput> {
  if (typeof input === 'string' || input instanceof URL) return openLocalFile(toPath(input));
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) {
    const bytes = ArrayBuffer.isView(input)
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
      : new Uint8Array(input);
    return fixed(bytes.length, async (begin, end) => bytes.subarray(begin, end));
  }
  if (isByteSource(input))
    return fixed(input.size, (begin, end) => bytesOf(input.slice(begin, end)));
  throw new TypeError('Expected bytes: a path, file URL, buffer, Blob or ByteSource');
}

async function bytesOf(source: ByteSource | Blob): Promise<Uint8Array> {
  return new Uint8Array(await source.arrayBuffer()); // a Blob has no bytes() before Node 22
}

function fixed(size: number, bytesOf: UploadInput['bytesOf']): UploadInput {
  return { size, bytesOf, checkUnchanged: async () => {}, close: async () => {} };
}

async function openLocalFile(path: string): Promise<UploadInput> {
  const file = await openOrThrow(path);
  const { size, mtimeMs } = await file.stat();
  return {
    size,
    bytesOf: (begin, end) => readPart(file, begin, end, path),
    async checkUnchanged() {
      const now = await file.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed(path);
    },
    close: () => file.close(),
  };
}

async function openOrThrow(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const ours =
      code === 'ENOENT' ? 'IO_NOT_FOUND' : code === 'EACCES' ? 'IO_ACCESS_DENIED' : 'IO_ERROR';
    throw new DareblopyError(ours, `${path}: cannot be opened: ${code}`, { path, cause: error });
  }
}

async function readPart(
  file: FileHandle,
  begin: number,
  end: number,
  path: string,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - begin);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, begin + at);
    if (bytesRead === 0) throw changed(path);
    at += bytesRead;
  }
  return bytes;
}

function changed(path: string): DareblopyError {
  return new DareblopyError('IO_TRUNCATED', `${path}: the file changed while it was put into S3`, {
    path,
  });
}

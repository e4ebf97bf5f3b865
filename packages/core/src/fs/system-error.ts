import { DareblopyError } from '../error.ts';
import type { ErrorCode } from '../error-code.ts';

const codes: Record<string, ErrorCode> = {
  ENOENT: 'IO_NOT_FOUND',
  EISDIR: 'IO_IS_DIRECTORY',
  ENOTDIR: 'IO_NOT_DIRECTORY',
  EACCES: 'IO_ACCESS_DENIED',
  EPERM: 'IO_ACCESS_DENIED',
  EEXIST: 'IO_EXISTS',
  ENOTEMPTY: 'IO_EXISTS',
  ENOSPC: 'IO_NO_SPACE',
  EROFS: 'IO_READ_ONLY',
};

/** Runs work of node:fs; what it throws becomes a DareblopyError with the path. */
export async function translateErrors<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new DareblopyError(codes[code] ?? 'IO_ERROR', message, { path, cause: error });
  }
}

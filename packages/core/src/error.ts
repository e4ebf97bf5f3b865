import { getSystemErrorName } from 'node:util';
import { native } from '@dareblopy/native';
import type { ErrorCode } from './error-code.ts';

/** Where something went wrong, and what was found there. Fields that are not known are absent. */
export interface ErrorFields {
  /** File or source that the bytes came from. */
  readonly path?: string;
  /** Name inside an archive, or key of a feature. */
  readonly entry?: string;
  /** Index of a record, or of a sample. */
  readonly record?: number;
  /** Byte offset in the file. */
  readonly offset?: number;
  readonly expected?: number | string;
  readonly actual?: number | string;
  readonly cause?: unknown;
}

interface NativeFields extends Omit<ErrorFields, 'cause'> {
  readonly errno?: number;
}

/**
 * What a file, or the system, did wrong. `code` says what, the fields say where; the message has both.
 * Misuse by the caller is a TypeError or RangeError instead, and an abort rejects with `signal.reason`.
 */
export class DareblopyError extends Error {
  declare readonly path?: string;
  declare readonly entry?: string;
  declare readonly record?: number;
  declare readonly offset?: number;
  declare readonly expected?: number | string;
  declare readonly actual?: number | string;
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, fields: ErrorFields = {}) {
    super(message);
    this.name = 'DareblopyError';
    this.code = code;
    Object.assign(this, fields);
  }
}

/** Made by native code: errno becomes a `cause` with the system's name for it. */
class NativeDareblopyError extends DareblopyError {
  constructor(code: ErrorCode, message: string, { errno, ...fields }: NativeFields) {
    super(code, message, errno === undefined ? fields : { ...fields, cause: systemError(errno) });
  }
}
Object.defineProperty(NativeDareblopyError, 'name', { value: 'DareblopyError' });

function systemError(errno: number): Error {
  const code = getSystemErrorName(-errno);
  return Object.assign(new Error(`system error ${code}`), { code, errno: -errno });
}

native.setErrorClass(NativeDareblopyError as never);

/** Whether `error` is a {@link DareblopyError}, with that code when one is given; also across copies of this package. */
export function isDareblopyError<C extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: C,
): error is DareblopyError & { readonly code: C } {
  if (!(error instanceof Error) || error.name !== 'DareblopyError') return false;
  return code === undefined || (error as DareblopyError).code === code;
}

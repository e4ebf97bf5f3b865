import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '@dareblopy/core';
import { DareblopyError } from '@dareblopy/core';
import { readShortBody } from './client.ts';
import { withoutSecrets } from './redact.ts';
import { RetryableError, retryAfterMs } from './retry.ts';
import { textOf } from './xml.ts';

const mostBytes = 4096;
const mostWords = 300;

/** What a server said beside a status that was not hoped for. */
export interface Refusal {
  readonly status: number;
  /** S3's code of the error, as `NoSuchKey`; empty elsewhere. */
  readonly code: string;
  readonly error: DareblopyError;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly headers: IncomingMessage['headers'];
}

export async function refusalOf(
  message: IncomingMessage,
  name: string,
  secrets: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Refusal> {
  const status = message.statusCode ?? 0;
  // The words are a help, not the matter: a connection that breaks within them changes nothing.
  const { text } = await readShortBody(message, mostBytes, signal).catch((error) => {
    if (signal?.aborted) throw error;
    return { text: '' };
  });
  const code = textOf(text, 'Code') ?? '';
  const said = withoutSecrets(wordsOf(text, code), secrets);
  const line = `${status} ${message.statusMessage ?? ''}`.trim();
  const error = new DareblopyError(
    codeOf(status),
    `${name}: the server answered ${line}${said === '' ? '' : `: ${said}`}`,
    { path: name, actual: status },
  );
  return { status, code, error, retryable: isRetryable(status), headers: message.headers };
}

/** As an error to throw: one that asks for another attempt where that may help. */
export function throwable({ error, retryable, headers }: Refusal): Error {
  return retryable ? new RetryableError(error, retryAfterMs(headers['retry-after'])) : error;
}

function wordsOf(text: string, code: string): string {
  const words =
    code === '' ? text.replaceAll(/<[^>]*>/g, ' ') : `${code}: ${textOf(text, 'Message') ?? ''}`;
  const line = words.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  return line.length > mostWords ? `${line.slice(0, mostWords)}...` : line;
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function codeOf(status: number): ErrorCode {
  if (status === 404 || status === 410) return 'REMOTE_NOT_FOUND';
  if (status === 401 || status === 403) return 'REMOTE_ACCESS_DENIED';
  if (status === 412) return 'REMOTE_OBJECT_CHANGED';
  return 'REMOTE_STATUS';
}

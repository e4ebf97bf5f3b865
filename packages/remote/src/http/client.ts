import * as http from 'node:http';
import * as https from 'node:https';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

/** A connection that broke, or on which nothing arrived for too long. */
export class ConnectionError extends Error {}

/** A body slower than this is given up: one byte a second would otherwise hold a reader for years. */
const leastBytesPerSecond = 4096;

/**
 * Sends single requests over connections that are kept alive. Node's own `http`, because its `fetch` takes
 * 2.7 times the time of the JavaScript thread for a range of 30 kB (280 us beside 104), inflates bodies
 * unasked, and cannot limit connections.
 */
export class HttpClient {
  readonly #agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent };
  readonly #idleTimeoutMs: number;

  constructor(maxSockets: number, idleTimeoutMs: number) {
    const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets };
    this.#agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** Answers when the headers are there. The body has to be read or destroyed. */
  send({ method, url, headers, body, signal }: HttpRequest): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const secure = url.protocol === 'https:';
      const request = (secure ? https : http).request(url, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-length': `${body.length}` },
        agent: this.#agents[secure ? 'https:' : 'http:'],
      });
      const abort = () => request.destroy(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      request.on('close', () => signal?.removeEventListener('abort', abort));
      request.setTimeout(this.#idleTimeoutMs, () =>
        request.destroy(new ConnectionError(`nothing arrived for ${this.#idleTimeoutMs} ms`)),
      );
      request.on('response', resolve);
      request.on('error', (error) => reject(signal?.aborted ? signal.reason : error));
      request.end(body);
    });
  }

  /** Ends the connections. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

/**
 * Hands over the body as it arrives. When `take` throws, the connection is given up.
 *
 * @throws ConnectionError when it ends early or is too slow.
 */
export function readBody(
  message: http.IncomingMessage,
  expectedBytes: number,
  signal: AbortSignal | undefined,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const patience = 30_000 + (expectedBytes / leastBytesPerSecond) * 1000;
    const timer = setTimeout(() => fail(new ConnectionError('the body came too slowly')), patience);
    const abort = () => fail(signal?.reason);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    const fail = (error: unknown) => {
      settle();
      message.destroy();
      reject(error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    message.on('data', (chunk: Uint8Array) => {
      try {
        take(chunk);
      } catch (error) {
        fail(error);
      }
    });
    message.on('end', () => {
      settle();
      if (message.complete) resolve();
      else reject(new ConnectionError('the connection ended within the body'));
    });
    message.on('error', (error) => fail(new ConnectionError(error.message, { cause: error })));
    message.on('close', () => fail(new ConnectionError('the connection ended within the body')));
    if (signal?.aborted) abort();
  });
}

/** A whole short body. What is behind `limit` bytes is not read. */
export async function readShortBody(
  message: http.IncomingMessage,
  limit: number,
  signal?: AbortSignal,
): Promise<{ text: string; complete: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let complete = true;
  const stop = new Error('enough');
  try {
    await readBody(message, limit, signal, (chunk) => {
      chunks.push(chunk.subarray(0, limit - length));
      length += chunk.length;
      if (length > limit) throw stop;
    });
  } catch (error) {
    if (error !== stop) throw error;
    complete = false;
  }
  return { text: Buffer.concat(chunks).toString('utf8'), complete };
}

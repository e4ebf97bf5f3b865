import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredObject {
  body: Uint8Array;
  /** Quotes included. */
  etag?: string;
  lastModified?: string;
  headers?: Record<string, string>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** Answers instead of the server when it returns true. */
export type Misbehaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  count: number,
) => boolean | undefined | Promise<boolean | undefined>;

/** A server of objects by path that does ranges as RFC 9110 says, unless a test tells it otherwise. */
export class ObjectServer {
  readonly objects = new Map<string, StoredObject>();
  readonly requests: SeenRequest[] = [];
  /** Asked before each answer; `count` is the number of the request, from 0. */
  misbehave: Misbehaviour | undefined;
  /** Before each answer. */
  delayMs = 0;
  /** Most requests that were open at once. */
  mostAtOnce = 0;
  connections = 0;
  #atOnce = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', () => this.connections++);
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<ObjectServer> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ObjectServer(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  put(path: string, body: Uint8Array, rest: Partial<StoredObject> = {}): string {
    this.objects.set(path, { body, etag: '"v1"', ...rest });
    return this.origin + path;
  }

  /** The ranges that were asked for, in order. */
  get ranges(): (string | undefined)[] {
    return this.requests.map(({ headers }) => headers.range);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const count = this.requests.push({ method, path, headers }) - 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    response.on('close', () => this.#atOnce--);
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (await this.misbehave?.(request, response, count)) return;
    const object = this.objects.get(path.split('?')[0] as string);
    if (object === undefined) return void response.writeHead(404).end('there is no such thing');
    answerObject(request, response, object);
  }
}

/** What a well-behaved server answers to a GET. */
export function answerObject(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { body, etag, lastModified, headers: more = {} }: StoredObject,
): void {
  const common: Record<string, string> = { 'accept-ranges': 'bytes', ...more };
  if (etag !== undefined) common.etag = etag;
  if (lastModified !== undefined) common['last-modified'] = lastModified;
  const match = headers['if-match'];
  const since = headers['if-unmodified-since'];
  const stale = match !== undefined && match !== etag;
  if (stale || (since !== undefined && since !== lastModified)) {
    response.writeHead(412, common).end();
    return;
  }
  const range = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (range === null) {
    response.writeHead(200, { ...common, 'content-length': body.length }).end(body);
    return;
  }
  const [first, last] = [range[1] as string, range[2] as string];
  const begin = first === '' ? Math.max(body.length - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? body.length : Math.min(Number(last) + 1, body.length);
  if (begin >= end) {
    response.writeHead(416, { ...common, 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  const place = { 'content-range': `bytes ${begin}-${end - 1}/${body.length}` };
  response.writeHead(206, { ...common, ...place, 'content-length': end - begin });
  response.end(body.subarray(begin, end));
}

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDareblopyError } from '@dareblopy/core';
import { UsageError } from '../../terminal/exit.ts';
import { streamStats } from './stats.ts';
import type { ViewedSet } from './viewed-set.ts';

export interface ViewServer {
  /** With the token. */
  readonly url: string;
  close(): Promise<void>;
}

/** The page's files, beside src and dist. */
const page = new URL('../../../page/', import.meta.url);
const files: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '': ['index.html', 'text/html; charset=utf-8'],
  'app.js': ['app.js', 'text/javascript; charset=utf-8'],
  'style.css': ['style.css', 'text/css; charset=utf-8'],
};

const headers = {
  'content-security-policy':
    "default-src 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A request that cannot be answered, and the status that says why. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves `set` on the loopback address alone. Every path begins with a token of 128 random bits, and the Host
 * has to be this address: neither another program's page nor a name that is made to point here gets anything.
 */
export async function startServer(set: ViewedSet, port: number): Promise<ViewServer> {
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(request, response, { set, token, port: (server.address() as AddressInfo).port }).catch(
      (error) => fail(response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new UsageError(`Port ${port} is in use`) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Context {
  readonly set: ViewedSet;
  readonly token: string;
  readonly port: number;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { set, token, port }: Context,
): Promise<void> {
  const { host = '', origin } = request.headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(host)) throw new Refusal(403, 'another host');
  if (origin !== undefined && !hosts.includes(origin.replace('http://', '')))
    throw new Refusal(403, 'another origin');
  if (request.method !== 'GET') throw new Refusal(405, 'only GET');
  const url = new URL(request.url ?? '/', `http://${host}`);
  const [, given = '', ...rest] = url.pathname.split('/');
  if (!isSame(given, token)) throw new Refusal(404, 'not found');
  if (rest.length === 0) {
    // Relative addresses in the page need the slash.
    response.writeHead(301, { ...headers, location: `/${token}/` }).end();
    return;
  }
  const abort = new AbortController();
  response.on('close', () => abort.abort(new Error('the page went away')));
  const { searchParams: query } = url;
  const path = rest.join('/');
  const file = files[path];
  if (file) return send(response, file[1], await readFile(new URL(file[0], page)));
  if (path === 'api/set') return sendJson(response, set.describe());
  if (path === 'api/items') {
    const [offset, limit] = [whole(query, 'offset', 0), Math.min(whole(query, 'limit', 60), 500)];
    const search = query.get('search') ?? '';
    return sendJson(response, await set.list({ search, offset, limit }, abort.signal));
  }
  if (path === 'api/stats') {
    const loader = set.loader(query, whole(query, 'batch', 32), abort.signal);
    return streamStats(
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' }),
      loader,
    );
  }
  const [, kind, number] = /^(stored|row|info)\/(\d{1,15})$/.exec(path) ?? [];
  const index = Number(number);
  if (!kind || index >= set.length) throw new Refusal(404, 'not found');
  if (kind === 'stored') return send(response, 'image/jpeg', await set.stored(index, abort.signal));
  if (kind === 'row')
    return send(response, 'image/jpeg', await set.row(index, query, abort.signal));
  return sendJson(response, await set.info(index, abort.signal));
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function whole(query: URLSearchParams, name: string, otherwise: number): number {
  const value = Number(query.get(name) ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Refusal(400, `Expected a whole number for ${name}`);
  return value;
}

function send(response: ServerResponse, type: string, body: Uint8Array | string): void {
  response.writeHead(200, { ...headers, 'content-type': type }).end(body);
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 'application/json', JSON.stringify(value));
}

/** Of what went wrong the page shows the message. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const data = isDareblopyError(error) || error instanceof TypeError || error instanceof RangeError;
  const status = error instanceof Refusal ? error.status : data ? 422 : 500;
  const message = (error as Error).message;
  const code = isDareblopyError(error) ? error.code : undefined;
  response
    .writeHead(status, { ...headers, 'content-type': 'application/json' })
    .end(JSON.stringify({ message, ...(code ? { code } : {}) }));
}

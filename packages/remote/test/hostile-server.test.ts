import type { ServerResponse } from 'node:http';
import { isDareblopyError } from '@dareblopy/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpOptions } from '../src/index.ts';
import { openHttp } from '../src/index.ts';
import { pattern, quick } from './pattern.ts';
import { ObjectServer } from './server/object-server.ts';

const size = 300_000;
const bytes = pattern(size);
let server: ObjectServer;
let url: string;
beforeEach(async () => {
  server = await ObjectServer.start();
  url = server.put('/a', bytes);
});
afterEach(() => server.close());

/** `begin`: the first byte that was asked for. */
type Answer = (response: ServerResponse, begin: number) => void;

/** Opens, then reads bytes 1000 to 2000 while the server answers in its own way. */
async function readWith(
  answer: Answer,
  attempts = Number.POSITIVE_INFINITY,
  options: HttpOptions = quick,
) {
  const source = await openHttp(url, options);
  const before = server.requests.length;
  server.misbehave = ({ headers }, response, count) => {
    if (count - before >= attempts) return false;
    answer(response, Number(/\d+/.exec(headers.range ?? '')?.[0]));
    return true;
  };
  try {
    return await source.slice(1000, 2000).bytes();
  } finally {
    await source.close();
  }
}

const good = { 'content-range': `bytes 1000-1999/${size}`, 'content-length': 1000, etag: '"v1"' };
const part = bytes.slice(1000, 2000);
const attempts = () => server.requests.length - 1;

describe('what is not what was asked for is refused, and not asked for again', () => {
  const cases: [string, string, Answer][] = [
    [
      '200 to a range',
      'REMOTE_RANGES_UNSUPPORTED',
      (r) => r.writeHead(200, { etag: '"v1"', 'content-length': size }).end(bytes),
    ],
    [
      'another range',
      'REMOTE_BAD_ANSWER',
      (r) => r.writeHead(206, { ...good, 'content-range': `bytes 1001-2000/${size}` }).end(part),
    ],
    [
      'a shorter range',
      'REMOTE_BAD_ANSWER',
      (r) =>
        r
          .writeHead(206, {
            ...good,
            'content-range': `bytes 1000-1899/${size}`,
            'content-length': 900,
          })
          .end(part.slice(0, 900)),
    ],
    [
      'no Content-Range',
      'REMOTE_BAD_ANSWER',
      (r) => r.writeHead(206, { 'content-length': 1000 }).end(part),
    ],
    [
      'a Content-Range that is none',
      'REMOTE_BAD_ANSWER',
      (r) => r.writeHead(206, { ...good, 'content-range': 'bytes 5-4/3' }).end(part),
    ],
    [
      'several ranges',
      'REMOTE_BAD_ANSWER',
      (r) => r.writeHead(206, { 'content-type': 'multipart/byteranges; boundary=x' }).end('--x--'),
    ],
    [
      'another length',
      'REMOTE_BAD_ANSWER',
      (r) => r.writeHead(206, { ...good, 'content-length': 1001 }).end(pattern(1001)),
    ],
    [
      'a body that is too long',
      'REMOTE_BAD_ANSWER',
      (r) => {
        r.writeHead(206, { 'content-range': good['content-range'], etag: '"v1"' });
        r.end(pattern(5000));
      },
    ],
    [
      'a Content-Encoding',
      'REMOTE_BAD_ANSWER',
      (r) => r.writeHead(206, { ...good, 'content-encoding': 'gzip' }).end(part),
    ],
    [
      'another ETag',
      'REMOTE_OBJECT_CHANGED',
      (r) => r.writeHead(206, { ...good, etag: '"v2"' }).end(part),
    ],
    [
      'another size',
      'REMOTE_OBJECT_CHANGED',
      (r) =>
        r.writeHead(206, { ...good, 'content-range': `bytes 1000-1999/${size + 1}` }).end(part),
    ],
    ['a failed condition', 'REMOTE_OBJECT_CHANGED', (r) => r.writeHead(412).end()],
    [
      'an end before the range',
      'REMOTE_OBJECT_CHANGED',
      (r) => r.writeHead(416, { 'content-range': 'bytes */500' }).end(),
    ],
    ['404', 'REMOTE_NOT_FOUND', (r) => r.writeHead(404).end('gone fishing')],
    ['403', 'REMOTE_ACCESS_DENIED', (r) => r.writeHead(403).end('not for you')],
    ['400', 'REMOTE_STATUS', (r) => r.writeHead(400).end('what?')],
  ];
  it.each(cases)('%s: %s', async (_, code, answer) => {
    const error = await readWith(answer).catch((e) => e);
    expect(error.message).toContain(`${server.origin}/a`);
    expect(isDareblopyError(error), `${error}`).toBe(true);
    expect(error.code).toBe(code);
    expect(attempts()).toBe(1);
  });

  it('an object that is replaced between two reads is noticed by a server that honours If-Match', async () => {
    await using source = await openHttp(url, quick);
    expect(await source.slice(0, 10).bytes()).toEqual(bytes.slice(0, 10));
    server.put('/a', pattern(size, 1), { etag: '"v2"' });
    await expect(source.slice(0, 10).bytes()).rejects.toMatchObject({
      code: 'REMOTE_OBJECT_CHANGED',
    });
  });

  it('an opening that does not tell the size', async () => {
    for (const range of ['bytes 0-99/*', 'nonsense', undefined]) {
      server.misbehave = (_, response) => {
        response.writeHead(206, range === undefined ? {} : { 'content-range': range });
        response.end(pattern(100));
        return true;
      };
      await expect(openHttp(url, quick)).rejects.toMatchObject({ code: 'REMOTE_BAD_ANSWER' });
    }
  });

  it('a server without ranges, whose whole body is not fetched', async () => {
    let sent = 0;
    server.misbehave = (_, response) => {
      response.writeHead(200, { 'content-length': 1e12 });
      const chunk = Buffer.alloc(65_536);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
      return true;
    };
    await expect(openHttp(url, quick)).rejects.toMatchObject({ code: 'REMOTE_RANGES_UNSUPPORTED' });
    expect(sent).toBeLessThan(64 * 2 ** 20);
  });
});

/** Sends 200 bytes of what was asked for, and then no more. */
const breakOff: Answer = (r, begin) => {
  const range = { 'content-range': `bytes ${begin}-1999/${size}`, 'content-length': 2000 - begin };
  r.writeHead(206, { ...good, ...range });
  r.write(bytes.slice(begin, begin + 200));
  setTimeout(() => r.destroy(), 5);
};

describe('what may pass is asked for again', () => {
  const cases: [string, Answer][] = [
    ['408', (r) => r.writeHead(408).end()],
    ['429', (r) => r.writeHead(429).end('slow down')],
    ['500', (r) => r.writeHead(500).end()],
    ['503', (r) => r.writeHead(503).end('busy')],
    ['a connection that ends before an answer', (r) => r.destroy()],
    ['a body that is too short', breakOff],
    [
      'a body that ends early without a length',
      (r, begin) => {
        r.writeHead(206, { 'content-range': `bytes ${begin}-1999/${size}`, etag: '"v1"' });
        r.end(bytes.slice(begin, begin + 10));
      },
    ],
  ];
  it.each(cases)('%s', async (_, answer) => {
    expect(await readWith(answer, 2)).toEqual(part);
    expect(attempts()).toBe(3);
  });

  it.each(cases)('%s, for ever: an error after the last attempt', async (_, answer) => {
    const error = await readWith(answer).catch((e) => e);
    expect(['REMOTE_STATUS', 'REMOTE_UNREACHABLE']).toContain(error.code);
    expect(attempts()).toBe(4);
  });

  it('goes on where a body broke off', async () => {
    await readWith(breakOff, 1);
    expect(server.ranges.slice(1)).toEqual(['bytes=1000-1999', 'bytes=1200-1999']);
  });

  it('a body that stalls, after the idle time', async () => {
    const stall: Answer = (r) => {
      r.writeHead(206, good);
      r.write(part.slice(0, 300));
    };
    const options = { ...quick, idleTimeoutMs: 60 };
    expect(await readWith(stall, 1, options)).toEqual(part);
    const error = await readWith(stall, 9, { idleTimeoutMs: 60, retries: { count: 0 } }).catch(
      (e) => e,
    );
    expect(error.code).toBe('REMOTE_UNREACHABLE');
  });

  it('a slow body is waited for as long as it comes', async () => {
    const slow: Answer = (r) => {
      r.writeHead(206, good);
      for (let i = 0; i < 10; i++)
        setTimeout(() => r.write(part.slice(i * 100, i * 100 + 100)), i * 20);
    };
    expect(await readWith(slow, 1, { ...quick, idleTimeoutMs: 100 })).toEqual(part);
    expect(attempts()).toBe(1);
  });

  it('waits as long as Retry-After says, in seconds or until a date', async () => {
    const began = Date.now();
    expect(await readWith((r) => r.writeHead(503, { 'retry-after': '1' }).end(), 1)).toEqual(part);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    const date = new Date(Date.now() + 2000).toUTCString();
    const second = Date.now();
    await readWith((r) => r.writeHead(429, { 'retry-after': date }).end(), 1);
    expect(Date.now() - second).toBeGreaterThanOrEqual(900);
  });

  it('does not wait for longer than it has', async () => {
    const options = { retries: { count: 5, totalMs: 5000 } };
    const began = Date.now();
    const answer: Answer = (r) =>
      r.writeHead(503, { 'retry-after': '3600' }).end('come back tomorrow');
    await expect(readWith(answer, 9, options)).rejects.toThrow('come back tomorrow');
    expect(Date.now() - began).toBeLessThan(3000);
    expect(attempts()).toBe(1);
  });

  it('a server that is not there', async () => {
    const gone = await ObjectServer.start();
    const nowhere = gone.put('/a', bytes);
    await gone.close();
    const error = await openHttp(nowhere, quick).catch((e) => e);
    expect(error).toMatchObject({ code: 'REMOTE_UNREACHABLE', path: nowhere });
    expect(error.cause.code).toBe('ECONNREFUSED');
  });
});

it('errors have the status and the server`s words, in bounds', async () => {
  const error = await readWith((r) =>
    r.writeHead(400, 'Bad').end(`<b>too</b>\n\u0007 ${'long '.repeat(9999)}`),
  ).catch((e) => e);
  expect(error.actual).toBe(400);
  expect(error.message).toMatch(/400 Bad: too long long/);
  expect(error.message.length).toBeLessThan(500);
});

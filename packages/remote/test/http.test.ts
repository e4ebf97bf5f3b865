import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHttp } from '../src/index.ts';
import { expectBytes, pattern, quick } from './pattern.ts';
import { ObjectServer } from './server/object-server.ts';

const megabyte = 2 ** 20;
let server: ObjectServer;
beforeEach(async () => {
  server = await ObjectServer.start();
});
afterEach(() => server.close());

describe('openHttp', () => {
  it('reads any range of an object, and knows its size and version from one request', async () => {
    const bytes = pattern(3 * megabyte + 5);
    await using source = await openHttp(server.put('/a/data.bin', bytes));
    expect(server.requests.length).toBe(1);
    expect(source.size).toBe(bytes.length);
    expect(source.name).toBe(`${server.origin}/a/data.bin`);
    expect(source.fingerprint).toMatch(/^remote:[0-9a-f]{32}$/);
    expect(await source.slice(10, 20).bytes()).toEqual(bytes.slice(10, 20));
    expectBytes(
      await source.slice(megabyte, 2 * megabyte + 1).bytes(),
      bytes.slice(megabyte, 2 * megabyte + 1),
    );
    expect(Buffer.compare(await source.bytes(), bytes)).toBe(0);
    expect(server.ranges.slice(1, 3)).toEqual(['bytes=10-19', 'bytes=1048576-2097152']);
    for (const { headers } of server.requests.slice(1)) expect(headers['if-match']).toBe('"v1"');
  });

  it('asks for nothing more when a read lies in the last 64 KiB', async () => {
    const bytes = pattern(100_000);
    await using source = await openHttp(server.put('/a', bytes));
    expectBytes(await source.slice(-65_536).bytes(), bytes.slice(-65_536));
    expect(await source.slice(-10, -5).bytes()).toEqual(bytes.slice(-10, -5));
    expect(server.requests.length).toBe(1);
    await using short = await openHttp(server.put('/b', bytes.slice(0, 100)));
    expect(await short.bytes()).toEqual(bytes.slice(0, 100));
    expect(server.requests.length).toBe(2);
  });

  it('opens an empty object, whichever way a server says so', async () => {
    const url = server.put('/empty', new Uint8Array(0));
    expect(await (await openHttp(url)).bytes()).toEqual(new Uint8Array(0));
    server.misbehave = (_, response) => {
      response.writeHead(200, { 'content-length': 0 }).end();
      return true;
    };
    expect((await openHttp(url)).size).toBe(0);
  });

  it('asks for the beginning where a server cannot count from the end', async () => {
    const bytes = pattern(200_000);
    const url = server.put('/a', bytes);
    server.misbehave = ({ headers }, response) => {
      if (!headers.range?.startsWith('bytes=-')) return false;
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      return true;
    };
    await using source = await openHttp(url);
    expect(source.size).toBe(bytes.length);
    expect(await source.slice(150_000, 150_010).bytes()).toEqual(bytes.slice(150_000, 150_010));
  });

  it('cuts a long range into requests that run at once, within the bounds', async () => {
    const bytes = pattern(8 * megabyte);
    server.delayMs = 10;
    const url = server.put('/a', bytes);
    const options = { coalesce: { size: megabyte }, inFlight: { requests: 3 } };
    await using source = await openHttp(url, options);
    expect(Buffer.compare(await source.bytes(), bytes)).toBe(0);
    expect(server.requests.length).toBe(9);
    expect(server.mostAtOnce).toBe(3);
    expect(server.connections).toBe(3);
    server.mostAtOnce = 0;
    await using narrow = await openHttp(url, {
      coalesce: { size: megabyte },
      inFlight: { bytes: 2 * megabyte },
    });
    await narrow.bytes();
    expect(server.mostAtOnce).toBe(2);
  });

  it('keeps connections alive', async () => {
    await using source = await openHttp(server.put('/a', pattern(megabyte)));
    for (let i = 0; i < 10; i++) await source.slice(i, i + 1).bytes();
    expect(server.connections).toBe(1);
  });

  it('pins by date where there is no strong ETag', async () => {
    const bytes = pattern(megabyte);
    const lastModified = 'Fri, 27 Nov 2026 10:00:00 GMT';
    const url = server.put('/a', bytes, { etag: 'W/"weak"', lastModified });
    await using source = await openHttp(url);
    await source.slice(0, 10).bytes();
    expect(server.requests[1]?.headers).toMatchObject({ 'if-unmodified-since': lastModified });
    expect(server.requests[1]?.headers['if-match']).toBeUndefined();
    server.put('/a', bytes, { lastModified: 'Fri, 27 Nov 2026 10:00:01 GMT' });
    await expect(source.slice(0, 10).bytes()).rejects.toMatchObject({
      code: 'REMOTE_OBJECT_CHANGED',
    });
  });

  it('ends with its signal at once, and leaves nothing running', async () => {
    const url = server.put('/a', pattern(megabyte));
    await using source = await openHttp(url, quick);
    server.misbehave = (_, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-99/${megabyte}`, 'content-length': 100 });
      response.write('some');
      return true;
    };
    const abort = new AbortController();
    const reading = source.slice(0, 100).bytes({ signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 30);
    await expect(reading).rejects.toThrow('enough');
    expect(server.requests.length).toBe(2);
    await expect(openHttp(url, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
    expect(server.requests.length).toBe(2);
  });

  it('refuses options and URLs that make no sense', async () => {
    await expect(openHttp('ftp://x/y')).rejects.toThrow(TypeError);
    await expect(openHttp('nothing')).rejects.toThrow(TypeError);
    const url = server.put('/a', pattern(10));
    await expect(openHttp(url, { coalesce: { gap: -1 } })).rejects.toThrow('coalesce.gap');
    await expect(openHttp(url, { inFlight: { requests: 0 } })).rejects.toThrow(RangeError);
    await expect(openHttp(url, { retries: { count: Number.NaN } })).rejects.toThrow(RangeError);
  });
});

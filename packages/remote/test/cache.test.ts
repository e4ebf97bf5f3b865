import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHttp } from '../src/index.ts';
import { expectBytes, pattern, quick } from './pattern.ts';
import { ObjectServer } from './server/object-server.ts';

const blockBytes = 64 * 1024;
const size = 40 * blockBytes + 77;
const bytes = pattern(size);
let server: ObjectServer;
let url: string;
let directory: string;
beforeEach(async () => {
  server = await ObjectServer.start();
  url = server.put('/a', bytes);
  directory = await mkdtemp(join(tmpdir(), 'dareblopy-cache-'));
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const options = (maxBytes = 1e9) => ({ ...quick, cache: { directory, maxBytes, blockBytes } });

async function files(): Promise<{ path: string; bytes: number }[]> {
  const names = await readdir(directory, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => ({
      path: join(directory, name),
      found: await stat(join(directory, name)).catch(() => undefined), // evicted meanwhile
    })),
  );
  return found.flatMap(({ path, found }) => (found?.isFile() ? [{ path, bytes: found.size }] : []));
}

/** Opens, reads one range, and waits until it is on disk. */
async function readOnce(begin: number, end: number, maxBytes?: number): Promise<Uint8Array> {
  await using source = await openHttp(url, options(maxBytes));
  return await source.slice(begin, end).bytes();
}

describe('the cache', () => {
  it('fetches each block once, neighbours together', async () => {
    await using source = await openHttp(url, options());
    expectBytes(await source.slice(100, 3 * blockBytes).bytes(), bytes.slice(100, 3 * blockBytes));
    expect(server.ranges.slice(1)).toEqual([`bytes=0-${3 * blockBytes - 1}`]);
    await source.slice(blockBytes - 5, blockBytes + 5).bytes();
    expect(server.requests.length).toBe(2);
    expectBytes(await source.bytes(), bytes);
    expect(server.ranges.slice(2)).toEqual([`bytes=${3 * blockBytes}-${size - 1}`]);
  });

  it('is there for the next one to open the same version', async () => {
    expectBytes(await readOnce(0, size), bytes);
    const before = server.requests.length;
    expectBytes(await readOnce(0, size), bytes);
    expect(server.requests.length).toBe(before + 1); // the opening
    server.put('/a', pattern(size, 1), { etag: '"v2"' });
    expectBytes(await readOnce(0, 500), pattern(size, 1).slice(0, 500));
  });

  it('checks what it reads: damage of any kind is fetched again', async () => {
    await readOnce(0, size);
    const blocks = (await files()).filter(({ path }) => path.endsWith('.block'));
    expect(blocks.length).toBe(41);
    for (const [i, { path }] of blocks.entries()) {
      const whole = await readFile(path);
      if (i % 4 === 0) await writeFile(path, whole.subarray(0, whole.length - 1));
      if (i % 4 === 1) await writeFile(path, '');
      if (i % 4 === 2)
        await writeFile(path, Buffer.concat([whole.subarray(1), whole.subarray(0, 1)]));
      if (i % 4 === 3) {
        whole[(i * 997) % whole.length]! ^= 4;
        await writeFile(path, whole);
      }
    }
    expectBytes(await readOnce(0, size), bytes);
    const before = server.requests.length;
    expectBytes(await readOnce(0, size), bytes);
    expect(server.requests.length).toBe(before + 1);
  });

  it('does not take one block for another', async () => {
    await readOnce(0, 2 * blockBytes);
    const [first, second] = (await files()).map(({ path }) => path).sort();
    await writeFile(first as string, await readFile(second as string));
    expectBytes(await readOnce(0, 100), bytes.slice(0, 100));
  });

  it('stays below its bound; what was used least recently goes first', async () => {
    const maxBytes = 20 * blockBytes;
    await using source = await openHttp(url, options(maxBytes));
    for (let block = 0; block < 40; block++) {
      await source.slice(block * blockBytes, block * blockBytes + 9).bytes();
      const used = (await files()).reduce((sum, file) => sum + file.bytes, 0);
      expect(used).toBeLessThanOrEqual(maxBytes);
    }
    const kept = (await files()).filter(({ path }) => path.endsWith('.block'));
    expect(kept.length).toBeGreaterThan(10);
    const old = new Date(Date.now() - 1e6);
    for (const { path } of kept) await utimes(path, old, old);
    await using again = await openHttp(url, options(maxBytes));
    await again.slice(39 * blockBytes, 39 * blockBytes + 9).bytes(); // used just now
    const before = server.requests.length;
    for (let block = 0; block < 10; block++)
      await again.slice(block * blockBytes, block * blockBytes + 9).bytes();
    await again.slice(39 * blockBytes, 39 * blockBytes + 9).bytes();
    expect(
      server.ranges.slice(before).filter((range) => range?.startsWith(`bytes=${39 * blockBytes}-`)),
    ).toEqual([]);
  });

  it('fetches a block once however many want it at the same time', async () => {
    server.delayMs = 20;
    const sources = await Promise.all(Array.from({ length: 10 }, () => openHttp(url, options())));
    const before = server.requests.length;
    const all = await Promise.all(sources.map((source) => source.slice(5, 3 * blockBytes).bytes()));
    for (const one of all) expectBytes(one, bytes.slice(5, 3 * blockBytes));
    expect(server.requests.length).toBe(before + 1);
    await Promise.all(sources.map((source) => source.close()));
  });

  it('one who leaves does not take the block from those who wait', async () => {
    await using source = await openHttp(url, options());
    server.delayMs = 50;
    const abort = new AbortController();
    const first = source.slice(0, 10).bytes({ signal: abort.signal });
    const second = source.slice(5, 15).bytes({ signal: AbortSignal.timeout(5000) });
    setTimeout(() => abort.abort(new Error('enough')), 20);
    await expect(first).rejects.toThrow('enough');
    expectBytes(await second, bytes.slice(5, 15));
    expect(server.requests.length).toBe(2);
  });

  it('an error of the server is not kept', async () => {
    await using source = await openHttp(url, { ...options(), retries: { count: 0 } });
    server.misbehave = (_, response, count) => {
      if (count > 1) return false;
      response.writeHead(500).end();
      return true;
    };
    await expect(source.slice(0, 10).bytes()).rejects.toMatchObject({ code: 'REMOTE_STATUS' });
    expectBytes(await source.slice(0, 10).bytes(), bytes.slice(0, 10));
  });

  it('what has no version is not cached', async () => {
    url = server.put('/a', bytes, {});
    server.objects.set('/a', { body: bytes });
    await readOnce(0, 10);
    expect((await files()).length).toBe(0);
  });

  it('keeps nothing secret in its files` names, and takes presigned URLs for the same object', async () => {
    const signed = (n: number) => openHttp(`${url}?X-Amz-Signature=${n}`, options());
    await using first = await signed(1);
    await first.slice(0, 10).bytes();
    await first.close();
    const before = server.requests.length;
    await using second = await signed(2);
    await second.slice(0, 10).bytes();
    expect(server.requests.length).toBe(before + 1);
  });

  it('refuses a directory that cannot be, and bounds that make no sense', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const cache = (more: object) => ({ cache: { directory, maxBytes: 1e9, ...more } });
    await expect(openHttp(url, cache({ directory: join(file, 'x') }))).rejects.toMatchObject({
      code: 'IO_NOT_DIRECTORY',
    });
    await expect(openHttp(url, cache({ maxBytes: 100 }))).rejects.toThrow(RangeError);
    await expect(openHttp(url, cache({ blockBytes: 1.5 }))).rejects.toThrow(RangeError);
    expect(server.requests.length).toBe(0);
  });
});

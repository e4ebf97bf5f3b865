import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { decodeJpeg, jpeg, readJpegInfo } from '@dareblopy/jpeg';
import { RowKeys } from '@dareblopy/loader/extend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatsEvent } from '../src/commands/view/stats.ts';
import { main } from '../src/index.ts';
import { picture, run, temporaryFolder } from './run.ts';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);

interface Viewing {
  readonly url: string;
  stop(): Promise<number>;
}

/** Starts `dareblopy view` in this process; resolves when it says its address. */
function view(argv: readonly string[]): Promise<Viewing> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const stdout = {
      write(text: string) {
        const { url } = JSON.parse(text) as { url: string };
        resolve({
          url,
          stop() {
            controller.abort();
            return ended;
          },
        });
      },
    };
    let err = '';
    const stderr = { write: (text: string) => (err += text) };
    const ended = main(['view', ...argv, '--json'], { stdout, stderr, signal: controller.signal });
    ended.then((status) => reject(new Error(`ended with ${status}: ${err}`)), reject);
  });
}

/** The status of a request with headers that fetch does not let be set. */
function statusWith(url: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on('error', reject);
  });
}

const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

let viewing: Viewing;

beforeAll(async () => {
  for (const name of ['cat', 'dog']) mkdirSync(at('photos', name), { recursive: true });
  for (let i = 0; i < 10; i++) {
    writeFileSync(at('photos', i % 2 ? 'cat' : 'dog', `${i}.jpg`), picture(i));
  }
  writeFileSync(at('photos/dog/half.jpg'), picture(1).subarray(0, 700));
  viewing = await view([at('photos'), '--size', '32']);
});
afterAll(async () => {
  expect(await viewing.stop()).toBe(0);
});

describe('view', () => {
  it('answers only to its own address with its token', async () => {
    const { origin, pathname, port } = new URL(viewing.url);
    expect(pathname).toMatch(/^\/[0-9a-f]{32}\/$/);
    for (const path of ['/', '/api/set', `/${'0'.repeat(32)}/`, pathname.slice(0, -2)]) {
      expect((await fetch(`${origin}${path}`)).status, path).toBe(404);
    }
    expect(await statusWith(viewing.url, { host: `evil.example:${port}` })).toBe(403);
    expect(await statusWith(viewing.url, { origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith(viewing.url, {}, 'POST')).toBe(405);
    expect((await fetch(`${viewing.url}../package.json`)).status).toBe(404);
    expect((await fetch(`${viewing.url}stored/999`)).status).toBe(404);
  });

  it('serves a page that may load from nowhere else', async () => {
    const response = await fetch(viewing.url.slice(0, -1));
    expect(await response.text()).toMatch(/<div id="grid">/);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    for (const file of ['app.js', 'style.css']) {
      expect((await fetch(viewing.url + file)).status).toBe(200);
    }
  });

  it('lists names and labels, and finds part of a name', async () => {
    const all = await (await fetch(`${viewing.url}api/items?limit=3&offset=4`)).json();
    expect(all).toEqual({
      total: 11,
      items: [
        { index: 4, name: 'cat/9.jpg', label: 'cat' },
        { index: 5, name: 'dog/0.jpg', label: 'dog' },
        { index: 6, name: 'dog/2.jpg', label: 'dog' },
      ],
    });
    const found = await (await fetch(`${viewing.url}api/items?search=DOG%2F4`)).json();
    expect(found).toEqual({ total: 1, items: [{ index: 7, name: 'dog/4.jpg', label: 'dog' }] });
    expect((await fetch(`${viewing.url}api/items?limit=-1`)).status).toBe(400);
  });

  it('gives pictures as stored, with facts', async () => {
    expect(await bytesOf(`${viewing.url}stored/5`)).toEqual(new Uint8Array(picture(0)));
    const info = await (await fetch(`${viewing.url}info/5`)).json();
    expect(info).toMatchObject({ name: 'dog/0.jpg', label: 'dog', width: 64, height: 48 });
  });

  it('gives rows as the loader makes them for a seed and an epoch', async () => {
    const query = 'height=40&width=56&crop=random&flip=0.5&seed=3&epoch=2';
    const shown = await decodeJpeg(await bytesOf(`${viewing.url}row/5?${query}`));
    const decoder = jpeg({ size: [40, 56], crop: 'random', flip: { horizontal: 0.5 } });
    const own = await decoder.decode([picture(0)], { keys: new RowKeys(3, 2).of([5]) });
    expect(shown.shape).toEqual([40, 56, 3]);
    const differences = shown.data.map((value, i) => Math.abs(value - (own.data[i] as number)));
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    expect(mean).toBeLessThan(6); // it went through a JPEG once more
  });

  it('says what is wrong with a picture, and with an option', async () => {
    const half = await fetch(`${viewing.url}row/10`);
    expect(half.status).toBe(422);
    expect(await half.json()).toMatchObject({ code: 'JPEG_TRUNCATED' });
    const wrong = await fetch(`${viewing.url}row/0?crop=middle`);
    expect([wrong.status, ((await wrong.json()) as { message: string }).message]).toEqual([
      422,
      expect.stringMatching(/crop/),
    ]);
    expect((await fetch(`${viewing.url}row/0?height=100000`)).status).toBe(422);
  });

  it('runs a loader and tells of it until the page goes away', async () => {
    const abort = new AbortController();
    const response = await fetch(`${viewing.url}api/stats?batch=4`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(part);
        if (text.includes('\n\n')) abort.abort();
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
    const event = JSON.parse(text.slice(6, text.indexOf('\n\n'))) as StatsEvent;
    expect(event.samplesPerSecond).toBeGreaterThan(0);
    expect(event.badSamples).toBeGreaterThan(0);
    expect(event.stages[0]?.share).toBeGreaterThan(0.3);
    expect(event.summary).toMatch(/limits/);
  });

  it('shows records with their labels, and their pictures', async () => {
    await run(['pack', at('photos/cat'), at('photos/dog'), '-o', at('t.tfrecord'), '--prefix']);
    const records = await view([at('t.tfrecord')]);
    try {
      const found = await (await fetch(`${records.url}api/items?search=%231`)).json();
      expect((found as { items: unknown }).items).toEqual([
        { index: 1, name: `${at('t.tfrecord')}#1`, label: 'cat' },
        { index: 10, name: `${at('t.tfrecord')}#10`, label: 'dog' },
      ]);
      expect(await bytesOf(`${records.url}stored/1`)).toEqual(new Uint8Array(picture(3)));
      const row = await bytesOf(`${records.url}row/1?height=16&width=24`);
      expect(await readJpegInfo(row)).toMatchObject({ height: 16, width: 24 });
    } finally {
      expect(await records.stop()).toBe(0);
    }
  });

  it('refuses what has no numbers, and a port that is taken', async () => {
    await run(['convert', at('photos/cat'), at('c.tfrecord.gz')]);
    expect(await run(['view', at('c.tfrecord.gz')])).toMatchObject({
      status: 2,
      err: expect.stringContaining('dareblopy convert'),
    });
    const { port } = new URL(viewing.url);
    expect(await run(['view', at('photos'), '--port', port])).toMatchObject({
      status: 2,
      err: expect.stringContaining('in use'),
    });
  });
});

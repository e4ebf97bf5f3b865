import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHttp } from '../src/index.ts';
import { expectBytes, pattern, quick } from './pattern.ts';
import { Program } from './programs/run.ts';
import { ObjectServer } from './server/object-server.ts';

const blockBytes = 64 * 1024;
const size = 64 * blockBytes;
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

const reader = (seed: number, maxBytes = 1e9) =>
  new Program('read-cached.mjs', [url, directory, maxBytes, blockBytes, seed]);

/** How many times each block was asked for. */
function timesAsked(): number[] {
  const times = new Array<number>(size / blockBytes).fill(0);
  for (const range of server.ranges) {
    const match = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
    if (match === null) continue; // an opening
    for (let at = Number(match[1]); at < Number(match[2]); at += blockBytes)
      times[at / blockBytes]!++;
  }
  return times;
}

it('ten processes that want the same blocks fetch each once', async () => {
  server.delayMs = 20;
  const programs = Array.from({ length: 10 }, (_, i) => reader(i % 2));
  for (const program of programs)
    expect(await program.ended).toMatchObject({ code: 0, output: '' });
  expect(timesAsked()).toEqual(new Array(size / blockBytes).fill(1));
}, 120_000);

it('is whole after kills at any moment', async () => {
  server.delayMs = 2;
  for (let round = 0; round < 8; round++) {
    const killed = reader(round);
    const other = round % 3 === 0 ? reader(round + 100) : undefined; // shares it, and must not notice
    await killed.message();
    await new Promise((resolve) => setTimeout(resolve, round * 4));
    killed.child.kill('SIGKILL');
    await killed.ended;
    if (other) expect(await other.ended).toMatchObject({ code: 0, output: '' });
    if (round % 4 === 3)
      await rm(join(directory, 'v1', 'blocks'), { recursive: true, force: true });
    if (round % 4 === 3) await mkdir(join(directory, 'v1', 'blocks'));
  }
  expect(await reader(1000).ended).toMatchObject({ code: 0, output: '' });
  const before = server.requests.length;
  expect(await reader(1001).ended).toMatchObject({ code: 0, output: '' });
  expect(server.requests.length).toBe(before + 1); // all of it was there
}, 120_000);

it('a lock of a process that died is not waited for, and one of a thread that hangs not for long', async () => {
  await using source = await openHttp(url, {
    ...quick,
    cache: { directory, maxBytes: 1e9, blockBytes },
  });
  const blocks = join(directory, 'v1', 'blocks');
  await source.slice(0, 10).bytes();
  const [key] = (await readdir(blocks)) as [string];
  const gone = reader(1);
  const pid = gone.child.pid as number;
  gone.child.kill('SIGKILL');
  await gone.ended;
  const { hostname } = await import('node:os');
  await writeFile(join(blocks, key, '1.lock'), `${pid} ${hostname()}`);
  await writeFile(join(blocks, key, '2.lock'), `${process.pid} ${hostname()}`);
  const old = new Date(Date.now() - 20_000);
  await utimes(join(blocks, key, '2.lock'), old, old);
  const began = Date.now();
  expectBytes(
    await source.slice(blockBytes, 3 * blockBytes).bytes(),
    bytes.slice(blockBytes, 3 * blockBytes),
  );
  expect(Date.now() - began).toBeLessThan(5000);
});

it('half-written files of killed processes are removed in time', async () => {
  const orphan = join(directory, 'v1', 'temporary', 'orphan');
  await mkdir(join(directory, 'v1', 'temporary'), { recursive: true });
  await writeFile(orphan, 'half');
  const old = new Date(Date.now() - 3_600_000);
  await utimes(orphan, old, old);
  const source = await openHttp(url, { cache: { directory, maxBytes: 1e9, blockBytes } });
  await source.slice(0, 10).bytes();
  await source.close();
  expect(existsSync(orphan)).toBe(false);
});

it('processes that evict from under each other read the right bytes', async () => {
  const programs = Array.from({ length: 4 }, (_, i) => reader(i, 16 * blockBytes));
  for (const program of programs)
    expect(await program.ended).toMatchObject({ code: 0, output: '' });
}, 120_000);

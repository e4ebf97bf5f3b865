import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createZip } from '@dareblopy/zip';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { train } from './programs/train-ranks.ts';
import { S3Server } from './server/s3-server.ts';

const samples = 403; // divides by nothing
let server: S3Server;
beforeEach(async () => {
  server = await S3Server.start();
  for (let i = 0; i < samples; i++)
    server.objects.set(`bucket/train/${i}.bin`, new Uint8Array(new Uint32Array(16).fill(i).buffer));
});
afterEach(() => server.close());

it('eight processes over one archive, killed, resumed as three: every sample exactly once', async () => {
  const path = join(tmpdir(), `dareblopy-ranks-${process.pid}.zip`);
  const writer = await createZip(path);
  for (let i = 0; i < samples; i++)
    await writer.add(`${i}.bin`, new Uint8Array(new Uint32Array(16).fill(i).buffer));
  await writer.close();
  server.objects.set('bucket/train.zip', readFileSync(path));
  rmSync(path);
  const told = { url: 's3://bucket/train.zip', env: server.env };
  const first = await train(told, 8, 4, 5);
  const second = await train(told, 3, 7, Number.POSITIVE_INFINITY, first.state);
  const all = [...first.seen, ...second.seen].sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: samples }, (_, i) => i));
}, 120_000);

it('eight processes, killed, resumed as three and as five: every sample exactly once', async () => {
  const told = { url: 's3://bucket/train/', env: server.env };
  const first = await train(told, 8, 4, 5);
  expect(first.seen.length).toBe(8 * 4 * 5);
  const fetched = server.requests.filter(({ key }) => key !== '').map(({ key }) => key);
  expect(new Set(fetched).size).toBe(fetched.length); // no two ranks fetched the same
  const second = await train(told, 3, 7, 4, first.state);
  const third = await train(told, 5, 6, Number.POSITIVE_INFINITY, second.state);
  const all = [...first.seen, ...second.seen, ...third.seen];
  expect(all.length).toBe(samples);
  expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: samples }, (_, i) => i));
}, 120_000);

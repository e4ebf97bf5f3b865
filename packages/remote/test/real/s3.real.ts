// On a real server of S3, whose address and credentials the environment has (AWS_*), as users' have it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createZip } from '@dareblopy/zip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listS3, openS3, uploadS3 } from '../../src/index.ts';
import { expectBytes, pattern } from '../pattern.ts';
import { train } from '../programs/train-ranks.ts';

const megabyte = 2 ** 20;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dareblopy-s3-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(key: string, bytes: Uint8Array, options = {}): Promise<string> {
  const file = join(folder, 'file');
  await writeFile(file, bytes);
  await uploadS3(file, `s3://bucket/${key}`, options);
  return `s3://bucket/${key}`;
}

describe('a real server', () => {
  it.each(['plain.bin', 'in/a/folder.bin', 'a b+c&d=e.bin', 'ü 日本 (1).bin'])(
    'keeps %s as it was put',
    async (key) => {
      const bytes = pattern(300_000);
      await using source = await openS3(await put(`names/${key}`, bytes));
      expect(source.size).toBe(bytes.length);
      expectBytes(await source.bytes(), bytes);
      expectBytes(await source.slice(7, 70_007).bytes(), bytes.slice(7, 70_007));
      await using listed = await listS3('s3://bucket/names/');
      expectBytes(await listed.get(listed.names().indexOf(key)).bytes(), bytes);
    },
  );

  it('takes a long file in parts', async () => {
    const bytes = pattern(17 * megabyte + 3);
    const url = await put('long.bin', bytes, { partBytes: 5 * megabyte });
    await using source = await openS3(url, { coalesce: { size: 2 * megabyte } });
    expectBytes(await source.bytes(), bytes);
  });

  it('leaves nothing of an upload that is aborted', async () => {
    const file = join(folder, 'aborted');
    await writeFile(file, pattern(30 * megabyte));
    const signal = AbortSignal.timeout(60);
    const options = { partBytes: 5 * megabyte, concurrency: 1, signal };
    await expect(uploadS3(file, 's3://bucket/aborted.bin', options)).rejects.toThrow();
    await expect(openS3('s3://bucket/aborted.bin')).rejects.toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
  });

  it('refuses an object that was replaced', async () => {
    const url = await put('replaced.bin', pattern(200_000));
    await using source = await openS3(url);
    await put('replaced.bin', pattern(200_000, 1));
    await expect(source.slice(0, 100).bytes()).rejects.toMatchObject({
      code: 'REMOTE_OBJECT_CHANGED',
    });
  });

  it('opens empty objects, and says what is not there and what is not allowed', async () => {
    await using empty = await openS3(await put('empty.bin', new Uint8Array(0)));
    expect(empty.size).toBe(0);
    expect((await empty.bytes()).length).toBe(0);
    await expect(openS3('s3://bucket/none')).rejects.toMatchObject({ code: 'REMOTE_NOT_FOUND' });
    const credentials = {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: 'wrong',
    };
    const refused = openS3('s3://bucket/plain.bin', { credentials });
    await expect(refused).rejects.toMatchObject({ code: 'REMOTE_ACCESS_DENIED' });
  });
});

it('eight processes, killed, resumed as three and as five: every sample exactly once', async () => {
  const samples = 1203; // more than a page of the listing
  for (let i = 0; i < samples; i += 50) {
    const some = Array.from({ length: Math.min(50, samples - i) }, (_, j) => i + j);
    await Promise.all(
      some.map(async (id) => {
        const file = join(folder, `sample-${id}`);
        await writeFile(file, new Uint8Array(new Uint32Array(16).fill(id).buffer));
        await uploadS3(file, `s3://bucket/train/${id}.bin`);
      }),
    );
  }
  const told = { url: 's3://bucket/train/', env: {} };
  const path = join(folder, 'train.zip');
  const writer = await createZip(path);
  for (let id = 0; id < samples; id++)
    await writer.add(`${id}.bin`, new Uint8Array(new Uint32Array(16).fill(id).buffer));
  await writer.close();
  await uploadS3(path, 's3://bucket/train.zip');
  const zip = { url: 's3://bucket/train.zip', env: {} };
  const begun = await train(zip, 8, 4, 9);
  const rest = await train(zip, 3, 16, Number.POSITIVE_INFINITY, begun.state);
  expect([...begun.seen, ...rest.seen].sort((a, b) => a - b)).toEqual(
    Array.from({ length: samples }, (_, i) => i),
  );

  const first = await train(told, 8, 4, 9);
  const second = await train(told, 3, 16, 7, first.state);
  const third = await train(told, 5, 8, Number.POSITIVE_INFINITY, second.state);
  const all = [...first.seen, ...second.seen, ...third.seen].sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: samples }, (_, i) => i));
}, 120_000);

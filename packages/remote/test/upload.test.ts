import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile } from '@dareblopy/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uploadS3 } from '../src/index.ts';
import { expectBytes, pattern, quick } from './pattern.ts';
import { fail, S3Server } from './server/s3-server.ts';

const megabyte = 2 ** 20;
const bytes = pattern(12 * megabyte + 1);
let server: S3Server;
let folder: string;
let file: string;
beforeEach(async () => {
  server = await S3Server.start();
  folder = await mkdtemp(join(tmpdir(), 'dareblopy-upload-'));
  file = join(folder, 'a.zip');
  await writeFile(file, bytes);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const options = () => ({ ...server.options, ...quick, partBytes: 5 * megabyte });

describe('uploadS3', () => {
  it('puts a short file by one request', async () => {
    const answer = await uploadS3(file, 's3://bucket/out/a.zip', server.options);
    expect(answer.size).toBe(bytes.length);
    expect(answer.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expectBytes(server.objects.get('bucket/out/a.zip') as Uint8Array, bytes);
    expect(server.requests.length).toBe(1);
  });

  it('puts a long file in parts, which appear together', async () => {
    let appeared = false;
    server.misbehave = ({ method, query }) => {
      appeared ||= method === 'PUT' && query.has('partNumber') && server.objects.size > 0;
      return false;
    };
    await uploadS3(file, 's3://bucket/a b.zip', options());
    expectBytes(server.objects.get('bucket/a b.zip') as Uint8Array, bytes);
    expect(
      server.requests
        .map(({ bodyBytes }) => bodyBytes)
        .filter((n) => n > 1000)
        .sort(),
    ).toEqual([2 * megabyte + 1, 5 * megabyte, 5 * megabyte].sort());
    expect(server.uploads.size).toBe(0);
    expect(appeared).toBe(false);
  });

  it.each([
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => bytes.slice().buffer],
    ['a Blob', () => new Blob([bytes as Uint8Array<ArrayBuffer>])],
    ['a file that is open', () => openFile(file)],
  ])('puts %s', async (_, input) => {
    for (const partBytes of [5 * megabyte, 50 * megabyte]) {
      await uploadS3(await input(), 's3://bucket/a', { ...options(), partBytes });
      expectBytes(server.objects.get('bucket/a') as Uint8Array, bytes);
      server.objects.clear();
    }
    await expect(uploadS3(5 as never, 's3://bucket/a', options())).rejects.toThrow(TypeError);
  });

  it('tries parts again', async () => {
    let failures = 2;
    server.misbehave = ({ query }, response) => {
      if (query.get('partNumber') !== '2' || failures-- <= 0) return false;
      fail(response, 503, 'SlowDown', 'Please reduce your request rate.');
      return true;
    };
    await uploadS3(file, 's3://bucket/a', options());
    expectBytes(server.objects.get('bucket/a') as Uint8Array, bytes);
  });

  const before = pattern(10);
  it.each([
    ['a part', (q: URLSearchParams) => q.get('partNumber') === '3'],
    ['the completion', (q: URLSearchParams) => q.has('uploadId') && !q.has('partNumber')],
  ])('leaves nothing, and what was there before, when %s fails', async (_, fails) => {
    server.objects.set('bucket/a', before);
    server.misbehave = ({ method, query }, response) => {
      if (method === 'DELETE' || !fails(query)) return false;
      fail(response, 403, 'AccessDenied', 'Access Denied');
      return true;
    };
    await expect(uploadS3(file, 's3://bucket/a', options())).rejects.toMatchObject({
      code: 'REMOTE_ACCESS_DENIED',
    });
    expect(server.uploads.size).toBe(0);
    expect(server.objects.get('bucket/a')).toBe(before);
  });

  it('knows an error behind a 200 to the completion', async () => {
    server.misbehave = ({ method, query }, response) => {
      if (method !== 'POST' || !query.has('uploadId')) return false;
      fail(response, 200, 'InternalError', 'We encountered an internal error.');
      return true;
    };
    await expect(uploadS3(file, 's3://bucket/a', options())).rejects.toThrow('InternalError');
    expect(server.uploads.size).toBe(0);
  });

  it('is removed when its signal aborts', async () => {
    const abort = new AbortController();
    server.misbehave = ({ query }) => {
      if (query.get('partNumber') === '2') abort.abort(new Error('enough'));
      return false;
    };
    const uploading = uploadS3(file, 's3://bucket/a', { ...options(), signal: abort.signal });
    await expect(uploading).rejects.toThrow('enough');
    expect(server.uploads.size).toBe(0);
    expect(server.objects.size).toBe(0);
  });

  it('is removed when the file changes meanwhile', async () => {
    let changed = false;
    server.misbehave = ({ query }) => {
      if (query.get('partNumber') === '1' && !changed) {
        changed = true;
        void writeFile(file, pattern(bytes.length, 7));
      }
      return false;
    };
    server.delayMs = 30;
    await expect(uploadS3(file, 's3://bucket/a', options())).rejects.toMatchObject({
      code: 'IO_TRUNCATED',
    });
    expect(server.uploads.size).toBe(0);
    expect(server.objects.size).toBe(0);
  });

  it('does not overwrite where that is asked', async () => {
    server.objects.set('bucket/a', before);
    for (const partBytes of [5 * megabyte, 50 * megabyte]) {
      const uploading = uploadS3(file, 's3://bucket/a', {
        ...options(),
        partBytes,
        overwrite: false,
      });
      await expect(uploading).rejects.toMatchObject({ code: 'REMOTE_OBJECT_CHANGED' });
    }
    expect(server.objects.get('bucket/a')).toBe(before);
  });

  it('says when there is no such file', async () => {
    const nothing = uploadS3(join(folder, 'none'), 's3://bucket/a', server.options);
    await expect(nothing).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(
      uploadS3(file, 's3://bucket/a', { ...server.options, partBytes: 1 }),
    ).rejects.toThrow(RangeError);
  });
});

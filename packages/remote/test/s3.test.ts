import { inspect } from 'node:util';
import { FileSystem } from '@dareblopy/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { S3Credentials } from '../src/index.ts';
import { listS3, openS3 } from '../src/index.ts';
import { expectBytes, pattern, quick } from './pattern.ts';
import { fail, S3Server } from './server/s3-server.ts';

const bytes = pattern(200_000);
let server: S3Server;
beforeEach(async () => {
  server = await S3Server.start();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe('openS3', () => {
  // Each name goes through the URL, the signature, and the server's own computation of it.
  const keys = [
    'a.zip',
    'train/0001.jpg',
    'a b+c&d=e%20f',
    "ü/日本語 (1)!*'.bin",
    'a//b/',
    '?x#y',
    '~-._',
  ];
  it.each(keys)('reads %s with signed requests', async (key) => {
    server.objects.set(`bucket/${key}`, bytes);
    await using source = await openS3(`s3://bucket/${key}`, server.options);
    expect(source.name).toBe(`s3://bucket/${key}`);
    expectBytes(await source.bytes(), bytes);
    expect(server.requests[0]?.headers.authorization).toContain('AWS4-HMAC-SHA256');
    expect(server.requests[1]?.headers['if-match']).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it('takes what it needs from the environment', async () => {
    server.objects.set('bucket/a', bytes);
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
    await using source = await openS3('s3://bucket/a');
    expectBytes(await source.slice(5, 500).bytes(), bytes.slice(5, 500));
  });

  it('asks a function for credentials, and again when they end', async () => {
    server.objects.set('bucket/a', bytes);
    let asked = 0;
    const credentials = async (): Promise<S3Credentials> => {
      asked++;
      return {
        ...server.credentials,
        expiration: new Date(Date.now() + (asked === 1 ? 1000 : 3_600_000)),
      };
    };
    await using source = await openS3('s3://bucket/a', { ...server.options, credentials });
    expect(asked).toBe(1);
    await Promise.all([source.slice(0, 9).bytes(), source.slice(9, 99).bytes()]);
    await source.slice(0, 9).bytes();
    expect(asked).toBe(2);
    server.misbehave = (_, response) => {
      if (asked > 2) return false;
      fail(response, 400, 'ExpiredToken', 'The provided token has expired.');
      return true;
    };
    await source.slice(0, 9).bytes();
    expect(asked).toBe(3);
  });

  it('says that there are none', async () => {
    for (const name of Object.keys(server.env)) vi.stubEnv(name, '');
    const { endpoint, region } = server;
    const missing = { code: 'REMOTE_NO_CREDENTIALS' };
    await expect(openS3('s3://bucket/a', { endpoint, region })).rejects.toMatchObject(missing);
    const credentials = () => Promise.reject(new Error('the vault is closed'));
    const failing = openS3('s3://bucket/a', { endpoint, region, credentials });
    await expect(failing).rejects.toMatchObject({
      ...missing,
      cause: { message: 'the vault is closed' },
    });
    expect(server.requests.length).toBe(0);
  });

  it('reads public buckets without a signature', async () => {
    server.objects.set('public/a', bytes);
    server.open.add('public');
    const { endpoint } = server;
    await using source = await openS3('s3://public/a', { endpoint, anonymous: true });
    expectBytes(await source.slice(0, 100).bytes(), bytes.slice(0, 100));
    expect(server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('learns the region of a bucket', async () => {
    server.objects.set('bucket/a', bytes);
    server.misbehave = ({ headers }, response) => {
      if (headers.authorization?.includes('/eu-test-1/')) return false;
      response.setHeader('x-amz-bucket-region', 'eu-test-1');
      fail(response, 301, 'PermanentRedirect', 'Use the endpoint of the region');
      return true;
    };
    await using source = await openS3('s3://bucket/a', { ...server.options, region: 'us-east-1' });
    await source.slice(0, 10).bytes();
    expect(server.requests.length).toBe(3);
  });

  it('has S3`s code and words in errors, and no secret', async () => {
    const { options } = server;
    const gone = await openS3('s3://bucket/missing', options).catch((e) => e);
    expect(gone).toMatchObject({
      code: 'REMOTE_NOT_FOUND',
      path: 's3://bucket/missing',
      actual: 404,
    });
    expect(gone.message).toContain('NoSuchKey: The specified key does not exist.');
    const credentials = { ...server.credentials, secretAccessKey: 'wrong-secret-key' };
    const refused = await openS3('s3://bucket/a', { ...options, credentials }).catch((e) => e);
    expect(refused.code).toBe('REMOTE_ACCESS_DENIED');
    expect(refused.message).toContain('SignatureDoesNotMatch');
    expect(inspect(refused, { depth: 9 })).not.toMatch(/wrong-secret|AKIATESTONLY/);
  });

  it('refuses what is no name of an object', async () => {
    for (const url of [
      's3://',
      's3://bucket',
      's3://bucket/',
      'http://bucket/key',
      's3://b/../key',
      's3://bucket/a/../b',
    ])
      await expect(openS3(url, server.options), url).rejects.toThrow(TypeError);
    await expect(openS3('s3://bucket/a', { endpoint: 'ftp://x' })).rejects.toThrow(TypeError);
    expect(server.requests.length).toBe(0);
  });
});

describe('listS3', () => {
  it('lists all pages, and opens nothing before it is read', async () => {
    server.pageSize = 10;
    for (let i = 0; i < 25; i++)
      server.objects.set(`bucket/train/a & ü+${i}.bin`, pattern(1000 + i, i));
    server.objects.set('bucket/train/', new Uint8Array(0));
    server.objects.set('bucket/other', bytes);
    await using objects = await listS3('s3://bucket/train/', server.options);
    expect(server.requests.length).toBe(3);
    expect(objects.length).toBe(25);
    expect(objects.names()[0]).toBe('a & ü+0.bin');
    expect(objects.map(({ size }) => size).reduce((a, b) => a + b)).toBe(25 * 1000 + 300);
    expect(server.requests.length).toBe(3);
    const third = objects.get(objects.names().indexOf('a & ü+3.bin'));
    expectBytes(await third.bytes(), pattern(1003, 3));
    expect(server.requests.length).toBe(4);
    expect(() => objects.get(25)).toThrow(RangeError);
  });

  it('pins the versions of the listing, and has a fingerprint of them', async () => {
    server.objects.set('bucket/a', pattern(100));
    await using before = await listS3('s3://bucket/', server.options);
    server.objects.set('bucket/a', pattern(100, 1));
    await expect(before.get(0).bytes()).rejects.toMatchObject({ code: 'REMOTE_OBJECT_CHANGED' });
    await using after = await listS3('s3://bucket/', server.options);
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });

  it('names begin after the last slash of the prefix; a filter chooses', async () => {
    for (const key of ['x/train-0', 'x/train-1', 'x/test-0'])
      server.objects.set(`bucket/${key}`, bytes);
    const names = async (url: string, filter?: (name: string) => boolean) => {
      await using objects = await listS3(url, { ...server.options, ...(filter ? { filter } : {}) });
      return objects.names();
    };
    expect(await names('s3://bucket/x/train-')).toEqual(['train-0', 'train-1']);
    expect(await names('s3://bucket')).toEqual(['x/test-0', 'x/train-0', 'x/train-1']);
    expect(await names('s3://bucket/x/', (name) => name.endsWith('0'))).toEqual([
      'test-0',
      'train-0',
    ]);
    expect(await names('s3://bucket/none')).toEqual([]);
  });

  it('is found by name, and mounted', async () => {
    for (const key of ['x/a/0.bin', 'x/a/1.bin', 'x/b.bin'])
      server.objects.set(`bucket/${key}`, pattern(100, key.length));
    await using objects = await listS3('s3://bucket/x/', server.options);
    expect(objects.find('a/1.bin')?.name).toBe('a/1.bin');
    expect(objects.find('a')).toBeUndefined();
    expect([...objects.entries('a/')].map(({ name }) => name)).toEqual(['a/0.bin', 'a/1.bin']);
    const fs = new FileSystem();
    fs.mount('/data', objects);
    expect(await fs.list('/data')).toEqual(['a/', 'b.bin']);
    await using file = await fs.open('/data/a/1.bin');
    file.seek(10);
    expectBytes(await file.read(20), pattern(100, 9).slice(10, 30));
  });

  it.each([
    ['no listing', '<html>welcome</html>'],
    ['no size', '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>'],
    [
      'a negative size',
      '<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>',
    ],
    [
      'a key that is not encoded',
      '<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>%zz</Key><Size>1</Size></Contents></ListBucketResult>',
    ],
    [
      'the same page for ever',
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>7</NextContinuationToken></ListBucketResult>',
    ],
    ['a page without end', `<ListBucketResult>${' '.repeat(17 * 2 ** 20)}`],
  ])('refuses %s', async (_, text) => {
    server.misbehave = (_request, response) => {
      response.writeHead(200).end(text);
      return true;
    };
    const listing = listS3('s3://bucket/', { ...server.options, ...quick });
    await expect(listing).rejects.toMatchObject({ code: 'REMOTE_BAD_ANSWER' });
  });

  it('keeps to maxObjects', async () => {
    for (let i = 0; i < 5; i++) server.objects.set(`bucket/${i}`, bytes);
    const listing = listS3('s3://bucket/', { ...server.options, maxObjects: 4 });
    await expect(listing).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

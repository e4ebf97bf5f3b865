import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTFRecords, encodeExample } from '@dareblopy/tfrecord';
import { createZip } from '@dareblopy/zip';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem, Verification } from '../src/commands/verify/problem.ts';
import { picture, run, runJson, temporaryFolder, testdata } from './run.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const copy = (from: string, to: string, change: (bytes: Buffer) => Uint8Array) =>
  writeFileSync(at(to), change(readFileSync(at(from))));

const seen = ({ item, severity, code }: Problem) => [item, severity, code];

beforeAll(async () => {
  const zip = await createZip(at('good.zip'));
  for (let i = 0; i < 300; i++) await zip.add(`${i}.jpg`, picture(i % 7), { method: 'store' });
  await zip.add('notes.txt', new TextEncoder().encode('words '.repeat(100)));
  await zip.close();
  for (const name of ['good.tfrecord', 'good.tfrecord.gz']) {
    const compression = name.endsWith('gz') ? 'gzip' : 'none';
    const writer = await createTFRecords(at(name), { compression });
    for (let i = 0; i < 20; i++) {
      const label = i === 11 ? { label: 'seven' } : { label: BigInt(i) };
      await writer.write(encodeExample({ ...label, image: picture(i) }));
    }
    await writer.close();
  }
});

describe('verify', () => {
  it('passes what is whole, and says how much it read', async () => {
    const { status, out } = await run(['verify', at('good.zip')]);
    expect(status).toBe(0);
    expect(out).toMatch(/whole; 301 entries read, 300 pictures decoded; .*\/s/);
  });

  it('names an entry whose checksum is wrong, and one whose picture is', async () => {
    const half = picture(1).subarray(0, 600);
    const endless = picture(2).subarray(0, -2); // every pixel is there, its end marker is not
    const zip = await createZip(at('pictures.zip'));
    await zip.add('good.jpg', picture(0), { method: 'store' });
    await zip.add('half.jpg', half, { method: 'store' });
    await zip.add('endless.jpg', endless, { method: 'store' });
    await zip.add('text.jpg', new TextEncoder().encode('no picture'), { method: 'store' });
    await zip.add('unnamed', half, { method: 'store' });
    await zip.add('flipped.bin', new Uint8Array(1000), { method: 'store' });
    await zip.close();
    copy('pictures.zip', 'bad.zip', (bytes) => {
      bytes[bytes.lastIndexOf(Buffer.alloc(500)) + 10] = 1;
      return bytes;
    });
    const { status, out } = await run(['verify', at('bad.zip'), '--list-bad', at('bad.tsv')]);
    expect(status).toBe(1);
    expect(out).toMatch(/4 problems, 1 harmless deviation; 6 entries read, 2 pictures decoded/);
    const [result] = await runJson<Verification[]>(['verify', at('bad.zip')]);
    expect(result?.problems.map(seen)).toEqual([
      ['half.jpg', 'damage', 'JPEG_TRUNCATED'],
      ['endless.jpg', 'deviation', 'JPEG_TRUNCATED'],
      ['text.jpg', 'damage', 'JPEG_NOT_A_JPEG'],
      ['unnamed', 'damage', 'JPEG_TRUNCATED'],
      ['flipped.bin', 'damage', 'ZIP_CRC_MISMATCH'],
    ]);
    expect(readFileSync(at('bad.tsv'), 'utf8')).toBe(
      [
        'half.jpg\tJPEG_TRUNCATED',
        'text.jpg\tJPEG_NOT_A_JPEG',
        'unnamed\tJPEG_TRUNCATED',
        'flipped.bin\tZIP_CRC_MISMATCH',
      ]
        .map((line) => `${at('bad.zip')}\t${line}\n`)
        .join(''),
    );
  });

  it('says of what kind a picture under the wrong name is', async () => {
    writeFileSync(at('png.jpg'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const [result] = await runJson<Verification[]>(['verify', at('png.jpg')]);
    expect(result?.problems[0]).toMatchObject({
      severity: 'unsupported',
      message: expect.stringContaining('png, under a JPEG'),
    });
  });

  it('takes deviations for problems only when asked to', async () => {
    const endless = picture(2).subarray(0, -2); // every pixel is there, its end marker is not
    writeFileSync(at('endless.jpg'), endless);
    expect((await run(['verify', at('endless.jpg')])).status).toBe(0);
    expect((await run(['verify', '--strict', at('endless.jpg')])).status).toBe(1);
  });

  it('tells what cannot be read here from damage', async () => {
    const [archives] = await runJson<Verification[]>(['verify', `${testdata}/zip/*.zip`]);
    const problems = archives?.problems ?? [];
    expect(problems.map(({ severity }) => severity)).toEqual(new Array(6).fill('unsupported'));
    expect(problems[0]?.item).toMatch(/7zip-aes\.zip\/hello\.txt$/);
    const [jpegs] = await runJson<Verification[]>(['verify', `${testdata}/jpeg`]);
    expect(jpegs?.problems.map(seen)).toEqual([['bits12.jpg', 'unsupported', 'JPEG_UNSUPPORTED']]);
  });

  it('finds every broken record, and where a file stops being one', async () => {
    copy('good.tfrecord', 'flipped.tfrecord', (bytes) => {
      let place = 0;
      for (let record = 0; record < 7; record++) place += 16 + Number(bytes.readBigUInt64LE(place));
      for (const record of [0, 1]) {
        const length = Number(bytes.readBigUInt64LE(place));
        bytes[place + 12 + (record ? length - 1 : 3)]! ^= 1;
        place += 16 + length;
      }
      return bytes.subarray(0, -5);
    });
    const { status, out } = await run(['verify', at('flipped.tfrecord')]);
    expect(status).toBe(1);
    expect(out).toMatch(/TFRECORD_TRUNCATED/);
    const [result] = await runJson<Verification[]>(['verify', at('flipped.tfrecord')]);
    expect(result?.problems.map(seen)).toEqual([
      [undefined, 'damage', 'TFRECORD_TRUNCATED'],
      [`${at('flipped.tfrecord')}#7`, 'damage', 'TFRECORD_DATA_CRC_MISMATCH'],
      [`${at('flipped.tfrecord')}#8`, 'damage', 'TFRECORD_DATA_CRC_MISMATCH'],
      [`${at('flipped.tfrecord')}#11`, 'deviation', 'FEATURE_WRONG_KIND'],
    ]);
    expect(result).toMatchObject({ count: 19, parsed: 16, decoded: 16 });
  });

  it('reads compressed records as far as they go', async () => {
    const [whole] = await runJson<Verification[]>(['verify', at('good.tfrecord.gz')]);
    expect(whole).toMatchObject({ count: 20, parsed: 19, decoded: 19 });
    copy('good.tfrecord.gz', 'cut.tfrecord.gz', (bytes) => bytes.subarray(0, bytes.length / 2));
    const [cut] = await runJson<Verification[]>(['verify', at('cut.tfrecord.gz')]);
    expect(cut?.problems.filter(({ severity }) => severity === 'damage').map(seen)).toEqual([
      [undefined, 'damage', 'GZIP_TRUNCATED'],
    ]);
  });

  it('goes on to the next path when one cannot be opened', async () => {
    writeFileSync(at('no.zip'), 'hello');
    const results = await runJson<Verification[]>(['verify', at('no.zip'), at('good.tfrecord')]);
    expect(results.map(({ problems }) => problems[0]?.code)).toEqual([
      'ZIP_NOT_AN_ARCHIVE',
      'FEATURE_WRONG_KIND',
    ]);
  });

  it('is stopped by a signal', async () => {
    const controller = new AbortController();
    const running = run(['verify', at('good.zip')], { signal: controller.signal });
    controller.abort(new Error('stop'));
    expect(await running).toMatchObject({ status: 130, err: '' });
  });

  it('reads an archive behind an address', async () => {
    const bytes = readFileSync(at('good.zip'));
    const server = createServer((request, response) => {
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const begin = Number(from ?? 0);
      const end = Math.min(to ? Number(to) + 1 : bytes.length, bytes.length);
      response.writeHead(from === undefined ? 200 : 206, {
        'content-length': end - begin,
        'content-range': `bytes ${begin}-${end - 1}/${bytes.length}`,
        'accept-ranges': 'bytes',
        etag: '"1"',
      });
      response.end(request.method === 'HEAD' ? undefined : bytes.subarray(begin, end));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/good.zip?x=1`;
      const [result] = await runJson<Verification[]>(['verify', url]);
      expect(result).toMatchObject({ count: 301, decoded: 300, problems: [] });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

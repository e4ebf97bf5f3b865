// Archives that are damaged, or were made to harm.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTar, readTar } from '../src/index.ts';
import { collect, end, file, fixture, header, padded, seal } from './fixtures.ts';

const archive = (...parts: Buffer[]) => new Uint8Array(Buffer.concat(parts));
const pax = (records: string, type = 'x') =>
  Buffer.concat([
    header('pax', Buffer.byteLength(records), { type }),
    padded(Buffer.from(records)),
  ]);

/** The same error, opened and in order. */
async function refused(bytes: Uint8Array, error: object): Promise<void> {
  await expect(openTar(bytes)).rejects.toMatchObject(error);
  await expect(collect(readTar(bytes))).rejects.toMatchObject(error);
  await expect(collect(readTar(gzipSync(bytes)))).rejects.toMatchObject(error);
}

describe('damaged archives', () => {
  it('are known by the checksum of each header', async () => {
    const bytes = archive(file('a.txt', 'aaa'), file('b.txt', 'bbb'), end);
    bytes[1024 + 3] = 0x41;
    await refused(bytes, { code: 'TAR_CORRUPT', offset: 1024 });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { name } of readTar(bytes)) seen.push(name);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'TAR_CORRUPT' });
    expect(seen).toEqual(['a.txt']); // what lies before it
  });

  it('end too early', async () => {
    const bytes = archive(file('a.txt', 'aaa'), header('b.bin', 5000), Buffer.alloc(600));
    await refused(bytes, { code: 'TAR_TRUNCATED', entry: 'b.bin', expected: 5000 });
    await refused(archive(file('a.txt', 'aaa'), Buffer.alloc(100, 1)), { code: 'TAR_TRUNCATED' });
    await refused(archive(header('x', 400, { type: 'L' }), Buffer.alloc(100)), {
      code: 'TAR_TRUNCATED',
    });
    await refused(archive(pax('12 path=abc\n')), { code: 'TAR_TRUNCATED' });
    await refused(archive(pax('12 path=abc\n'), end), { code: 'TAR_CORRUPT' });
  });

  it('may lack what ends them', async () => {
    const bytes = archive(file('a.txt', 'aaa'), header('b.txt', 3), Buffer.from('bbb'));
    await using opened = await openTar(bytes);
    expect([...opened].map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
    expect((await collect(readTar(bytes))).map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
  });

  it('every truncation and flipped byte is an error, or the files that are there', async () => {
    for (const name of ['python-gnu.tar', 'python-pax.tar', 'sparse-pax1.0.tar']) {
      const bytes = fixture(name);
      const look = async (damaged: Uint8Array) => {
        for (const read of [
          async () => {
            await using opened = await openTar(damaged);
            for (const entry of opened) await entry.bytes();
          },
          () => collect(readTar(damaged)),
        ]) {
          await read().catch((error: { code?: string }) =>
            expect(error.code).toMatch(/^(TAR|LIMIT)_/),
          );
        }
      };
      for (let size = 0; size < bytes.length; size += 97) await look(bytes.subarray(0, size));
      for (let at = 0; at < 4096; at += 5) {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ 0x15;
        await look(flipped);
      }
    }
  });
});

describe('what is no archive', () => {
  it.each([
    ['text', new TextEncoder().encode('id,label\n'.repeat(100))],
    ['other bytes', new Uint8Array(2048).fill(7)],
    ['an empty file', new Uint8Array()],
  ])('%s', async (looks, bytes) => {
    await refused(bytes, { code: 'TAR_NOT_AN_ARCHIVE', offset: 0, actual: looks });
  });

  it('is compressed', async () => {
    await expect(openTar(fixture('gnu.tar.gz'))).rejects.toMatchObject({
      code: 'TAR_COMPRESSED',
      actual: 'GZIP',
    });
    for (const [suffix, actual] of [
      ['bz2', 'bzip2'],
      ['xz', 'XZ'],
    ] as const) {
      await refused(fixture(`webdataset.tar.${suffix}`), { code: 'TAR_COMPRESSED', actual });
    }
  });

  it('is an empty archive', async () => {
    await using opened = await openTar(fixture('python-empty.tar'));
    expect(opened.length).toBe(0);
    expect(await collect(readTar(fixture('python-empty.tar')))).toEqual([]);
  });
});

describe('hostile archives', () => {
  it('sizes beyond the file, in octal, base 256 and pax', async () => {
    await refused(archive(header('x', '00777777777'), end), { code: 'TAR_TRUNCATED', entry: 'x' });
    const big = `\x80${'\0'.repeat(3)}\x7f${'\xff'.repeat(7)}`;
    const error = { code: expect.stringMatching(/^(TAR_TRUNCATED|LIMIT_EXCEEDED)$/) };
    await refused(archive(header('x', big), end), error);
    await refused(archive(header('x', `\xff${'\xff'.repeat(11)}`), end), { code: 'TAR_CORRUPT' });
    await refused(archive(header('x', `\x8f${'\xff'.repeat(11)}`), end), { code: 'TAR_CORRUPT' });
    await refused(archive(header('x', '9z'), end), { code: 'TAR_CORRUPT' });
    await refused(archive(pax('29 size=99999999999999999999\n'), file('x', 'x'), end), {
      code: 'TAR_CORRUPT',
    });
    await refused(archive(pax('18 size=999999999\n'), header('x', 0), end), {
      code: 'TAR_TRUNCATED',
    });
  });

  it('a stream allocates what is there, not what a header says', async () => {
    const before = process.memoryUsage().rss;
    const bytes = archive(header('x', 2 ** 30 - 1), Buffer.alloc(100_000));
    await expect(collect(readTar(gzipSync(bytes)))).rejects.toMatchObject({
      code: 'TAR_TRUNCATED',
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
  });

  it('headers without end', async () => {
    const many = Array.from({ length: 100 }, () => pax('12 path=abc\n'));
    await refused(archive(...many, file('x', 'x'), end), { code: 'TAR_CORRUPT' });
    const globals = Array.from({ length: 100 }, () => pax('12 path=abc\n', 'g'));
    await refused(archive(...globals, file('x', 'x'), end), { code: 'TAR_CORRUPT' });
    await refused(archive(header('x', 2 ** 25, { type: 'L' }), Buffer.alloc(1 << 20)), {
      code: 'LIMIT_EXCEEDED',
    });
  });

  it('pax records that are none', async () => {
    for (const records of [
      '99 path=a\n',
      '5 path',
      'path=a\n',
      '9 path=ab',
      '8 patha\n',
      '0 a=b\n',
    ]) {
      await refused(archive(pax(records), file('x', 'x'), end), { code: 'TAR_CORRUPT' });
    }
  });

  it('a global name, which would be that of every entry, is passed over', async () => {
    await using opened = await openTar(
      archive(pax('16 path=a-name-\n', 'g'), file('x', 'x'), file('y', 'y'), end),
    );
    expect([...opened].map(({ name }) => name)).toEqual(['x', 'y']);
  });

  it('more, or larger, entries than asked for', async () => {
    const bytes = archive(file('a', 'aaa'), file('b', 'bbb'), file('c', 'c'), end);
    await expect(openTar(bytes, { maxEntries: 2 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      expected: 2,
    });
    await expect(openTar([bytes, bytes], { maxEntries: 5 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    await using opened = await openTar(bytes, { maxEntryBytes: 2 });
    await expect(opened.read('a')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', entry: 'a' });
    expect(await opened.entry('a').slice(0, 2).bytes()).toHaveLength(2);
    expect(await opened.read('c')).toHaveLength(1);
    await expect(collect(readTar(bytes, { maxEntryBytes: 2 }))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      entry: 'a',
    });
  });

  it('names that lead elsewhere stay names', async () => {
    await using opened = await openTar(archive(file('../../etc/passwd', 'x'), end));
    expect(opened.get(0).name).toBe('../../etc/passwd');
  });

  it('signed checksums of old writers are right, too', async () => {
    const block = header('caf\xe9', 1);
    const signed = block.reduce((sum, byte, i) => {
      if (i >= 148 && i < 156) return sum + 32;
      return sum + (byte < 128 ? byte : byte - 256);
    }, 0);
    block.write(`${signed.toString(8).padStart(6, '0')}\0 `, 148);
    await using opened = await openTar(archive(block, padded(Buffer.from('x')), end));
    expect(opened.get(0).name).toBe('caf\u00e9');
    expect(seal(block)).toHaveLength(512);
  });
});

// Archives of GNU tar, bsdtar, Python's tarfile and webdataset, against what tarfile reads in them.
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTar, readTar } from '../src/index.ts';
import { collect, type Expected, expected, fixture, fixturePath, sha256 } from './fixtures.ts';

const plain = Object.keys(expected).filter((name) => name.endsWith('.tar'));
/** Without sparse files, which are listed and refused. */
const dense = plain.filter((name) => !name.startsWith('sparse'));

describe('openTar', () => {
  it.each(dense)('%s', async (name) => {
    for (const input of [fixturePath(name), fixture(name)]) {
      await using archive = await openTar(input);
      const wanted = expected[name] as Expected[];
      expect([...archive].map((entry) => entry.name)).toEqual(wanted.map((one) => one.name));
      for (const [i, { size, sha256: sum, modified }] of wanted.entries()) {
        const entry = archive.get(i);
        expect(entry.modified.getTime()).toBe(modified * 1000);
        if (size === null) {
          await expect(entry.bytes()).rejects.toMatchObject({
            code: 'TAR_UNSUPPORTED',
            entry: entry.name,
          });
          continue;
        }
        expect(entry.size).toBe(size);
        expect(sha256(await entry.bytes())).toBe(sum);
        expect(sha256(entry.bytesSync())).toBe(sum);
        if (size > 2) {
          const middle = await entry.slice(1, -1).bytes();
          expect(middle).toEqual((await entry.bytes()).subarray(1, -1));
        }
      }
    }
  });

  it.each(plain.filter((name) => name.startsWith('sparse')))(
    'refuses the sparse file of %s by name, and reads what is behind it',
    async (name) => {
      await using archive = await openTar(fixturePath(name));
      expect([...archive].map((entry) => entry.name)).toEqual(['hole.bin', 'one.txt']);
      await expect(archive.read('hole.bin')).rejects.toMatchObject({
        code: 'TAR_UNSUPPORTED',
        entry: 'hole.bin',
        path: fixturePath(name),
        message: expect.stringContaining('sparse'),
      });
      expect(new TextDecoder().decode(await archive.read('one.txt'))).toBe('1');
      await expect(collect(readTar(fixturePath(name)))).rejects.toMatchObject({
        code: 'TAR_UNSUPPORTED',
        entry: 'hole.bin',
      });
    },
  );

  it('refuses the rest of a file that another volume begins', async () => {
    await using archive = await openTar(fixturePath('volume.tar'));
    await expect(archive.read('big.bin')).rejects.toMatchObject({ code: 'TAR_UNSUPPORTED' });
    expect(new TextDecoder().decode(await archive.read('one.txt'))).toBe('1');
  });
});

describe('readTar', () => {
  const links = new Set(['link', 'nowhere', 'z-hard.txt']);
  it.each(dense)('%s', async (name) => {
    const wanted = expected[name] as Expected[];
    const first = wanted.findIndex((one) => links.has(one.name));
    const before = first < 0 ? wanted : wanted.slice(0, first);
    for (const input of [fixturePath(name), gzipSync(fixture(name))]) {
      const seen: string[] = [];
      const reading = (async () => {
        for await (const entry of readTar(input)) {
          seen.push(`${entry.name} ${sha256(await entry.bytes())}`);
        }
      })();
      if (first < 0) await reading;
      else await expect(reading).rejects.toMatchObject({ code: 'TAR_UNSUPPORTED' });
      expect(seen).toEqual(before.map((one) => `${one.name} ${one.sha256}`));
    }
  });

  it('inflates .tar.gz as GNU tar writes it', async () => {
    const bytes = fixture('gnu.tar.gz');
    expect(gunzipSync(bytes)).toHaveLength(30720);
    const names: string[] = [];
    const reading = (async () => {
      for await (const { name } of readTar(fixturePath('gnu.tar.gz'))) names.push(name);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'TAR_UNSUPPORTED', entry: 'z-hard.txt' });
    expect(names).toHaveLength(8);
  });
});

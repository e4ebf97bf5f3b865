import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSystem, groupByStem, openFile, readMany } from '@dareblopy/core';
import { describe, expect, it } from 'vitest';
import { openTar } from '../src/index.ts';
import { expected, fixture, fixturePath, temporaryFolder } from './fixtures.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('openTar', () => {
  it('finds by name: the last of several', async () => {
    await using archive = await openTar(fixturePath('python-pax.tar'));
    expect(text(await archive.read('a.txt'))).toBe('second, of the same name');
    expect(text(await archive.get(0).bytes())).toBe('first');
    expect(archive.has('dotted.txt')).toBe(true);
    expect(archive.find('dir')).toBeUndefined();
    expect(text(await archive.entry('link').bytes())).toBe('second, of the same name');
    expect(() => archive.entry('x')).toThrow(
      expect.objectContaining({ code: 'TAR_ENTRY_NOT_FOUND', entry: 'x' }),
    );
    expect(() => archive.get(archive.length)).toThrow(RangeError);
    expect([...archive.glob('a*.txt')].map((entry) => entry.name)).toEqual([
      'a.txt',
      'absolute.txt',
    ]);
    expect(archive.entries('a.txt')).toHaveLength(2);
  });

  it('reads many, in the asked order, with into and shared', async () => {
    await using archive = await openTar(fixturePath('webdataset-000000.tar'));
    const names = ['sample0003.txt', 'sample0000.txt', 'sample0003.txt'];
    const many = await archive.readMany(names);
    expect(many.map(text)).toEqual(['text 3', 'text 0', 'text 3']);
    const into = new Uint8Array(64);
    expect((await archive.readMany(names, { into })).map(text)).toEqual(many.map(text));
    expect((await archive.readMany(names, { shared: true })).map(text)).toEqual(many.map(text));
    expect((await readMany([archive.get(2), archive.get(5)])).map(text)).toEqual([
      'text 0',
      'text 1',
    ]);
    await expect(archive.readMany(['nothing'])).rejects.toMatchObject({
      code: 'TAR_ENTRY_NOT_FOUND',
    });
  });

  it('opens shards by a range of numbers, as one', async () => {
    const all = [
      ...(expected['webdataset-000000.tar'] ?? []),
      ...(expected['webdataset-000001.tar'] ?? []),
    ].map(({ name }) => name);
    for (const name of ['webdataset-{000000..000001}.tar', 'webdataset-*.tar']) {
      await using archive = await openTar(fixturePath(name));
      expect([...archive].map((entry) => entry.name)).toEqual(all);
      expect(archive.files.map(({ entries }) => entries)).toEqual([15, 15]);
      expect(archive.get(20).file).toBe(1);
      const samples = groupByStem(archive, ['jpg', 'cls', 'txt']);
      expect(samples.length).toBe(10);
      const last = await samples.get(9);
      expect([last.key, text(await last.txt.bytes())]).toEqual(['sample0009', 'text 9']);
    }
    await expect(openTar(fixturePath('webdataset-{000000..000002}.tar'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
      path: fixturePath('webdataset-000002.tar'),
    });
  });

  it('keeps an index beside the archive, for that archive alone', async () => {
    const path = join(await temporaryFolder(), 'a.tar');
    await copyFile(fixturePath('gnu-pax.tar'), path);
    const open = async (options = {}) => {
      await using archive = await openTar(path, { index: 'cache', ...options });
      const bytes = await archive.read('more.bin');
      return [archive.files[0]?.fromIndexFile, archive.length, bytes.length, archive.fingerprint];
    };
    const first = await open();
    expect(first.slice(0, 3)).toEqual([false, 10, 1300]);
    expect(await open()).toEqual([true, ...first.slice(1)]);
    const index = `${path}.dbidx`;
    const kept = await readFile(index);
    for (const at of [3, 12, 40, 300, kept.length - 1]) {
      const damaged = Buffer.from(kept);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      await writeFile(index, damaged);
      await expect(open({ onStaleIndex: 'throw' })).rejects.toMatchObject({
        code: 'TAR_INDEX_STALE',
        path: index,
      });
      expect((await open())[0]).toBe(false);
      expect((await open())[0]).toBe(true);
    }
    await copyFile(fixturePath('gnu-gnu.tar'), path);
    expect((await open())[0]).toBe(false);
    const elsewhere = join(await temporaryFolder(), 'index');
    expect((await open({ index: elsewhere }))[0]).toBe(false);
    expect((await open({ index: elsewhere }))[0]).toBe(true);
  });

  it('is read in place inside another archive, in memory, and in a file system', async () => {
    await using archive = await openTar(fixture('gnu-gnu.tar'));
    expect(text(await archive.read('train/0.cls'))).toBe('3');
    await using source = await openFile(fixturePath('gnu-gnu.tar'));
    await using opened = await openTar(source);
    const fs = new FileSystem();
    fs.mount('/tar', opened);
    await using file = await fs.open('/tar/train/0.cls');
    expect(text(await file.read(10))).toBe('3');
    expect(await fs.list('/tar/train')).toEqual(expect.arrayContaining(['0.cls', '0.jpg']));
  });

  it('has a fingerprint of what it holds, and its parts have their own', async () => {
    await using one = await openTar(fixturePath('webdataset-000000.tar'));
    await using again = await openTar(fixturePath('webdataset-000000.tar'));
    await using other = await openTar(fixturePath('webdataset-000001.tar'));
    expect(one.fingerprint).toBe(again.fingerprint);
    expect(one.fingerprint).not.toBe(other.fingerprint);
    expect(one.glob('*.jpg').fingerprint).toBe(again.glob('*.jpg').fingerprint);
    expect(one.glob('*.jpg').fingerprint).not.toBe(one.glob('*.cls').fingerprint);
  });

  it('refuses options that are none, and reading after close()', async () => {
    await expect(openTar(fixture('gnu-gnu.tar'), { maxEntries: -1 })).rejects.toThrow(RangeError);
    await expect(openTar(fixture('gnu-gnu.tar'), { onStaleIndex: 'x' as never })).rejects.toThrow(
      TypeError,
    );
    const archive = await openTar(fixturePath('gnu-gnu.tar'));
    const reading = archive.read('more.bin');
    await archive.close();
    await archive.close();
    expect(await reading).toHaveLength(1300);
    expect(() => archive.has('x')).toThrow(TypeError);
    const abort = AbortSignal.abort(new Error('stop'));
    await expect(openTar(fixturePath('gnu-gnu.tar'), { signal: abort })).rejects.toThrow('stop');
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTar, openTar } from '../src/index.ts';
import { temporaryFolder } from './fixtures.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const names = [
  'a.txt',
  'dir/b.txt',
  `${'p'.repeat(120)}/${'n'.repeat(90)}.txt`, // in two parts
  `${'n'.repeat(101)}.txt`, // no `/` to cut it at
  `${'deep/'.repeat(60)}end.txt`,
  'ünï/日本.txt',
];

describe('createTar', () => {
  it('writes what it and GNU tar read', async () => {
    const path = join(await temporaryFolder(), 'out.tar');
    const writer = await createTar(path);
    const modified = new Date(1_700_000_000_000);
    for (const name of names) void writer.add(name, bytes(name), { modified });
    await writer.add('empty', new Uint8Array(), { modified });
    expect(existsSync(path)).toBe(false);
    await writer.close();
    await using archive = await openTar(path);
    expect([...archive].map((entry) => entry.name)).toEqual([...names, 'empty']);
    for (const name of names) expect(await archive.read(name)).toEqual(bytes(name));
    expect(archive.get(0).modified).toEqual(modified);
    // The set-up unpacks the third-party archives with it: it is there.
    const listed = execFileSync('tar', ['--list', '--quoting-style=literal', '-f', path], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(listed.trimEnd().split('\n')).toEqual([...names, 'empty']);
    expect(archive.files[0]?.size).toBe(20480);
  });

  it('adds folders, sources of all kinds', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'in/deep'), { recursive: true });
    await writeFile(join(folder, 'in/1.txt'), 'one');
    await writeFile(join(folder, 'in/deep/2.txt'), 'two');
    const path = join(folder, 'out.tar');
    const writer = await createTar(path);
    expect(await writer.addFolder(join(folder, 'in'), { prefix: 'train/' })).toBe(2);
    await writer.add('path.txt', join(folder, 'in/1.txt'));
    await writer.add('blob.txt', new Blob(['blob']));
    await writer.close();
    await using archive = await openTar(path);
    const texts = await archive.readMany([
      'train/1.txt',
      'train/deep/2.txt',
      'path.txt',
      'blob.txt',
    ]);
    expect(texts.map((one) => new TextDecoder().decode(one))).toEqual([
      'one',
      'two',
      'one',
      'blob',
    ]);
  });

  it('leaves no file where it is not closed, or adding failed', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'out.tar');
    await writeFile(path, 'old');
    {
      await using writer = await createTar(path);
      await writer.add('a', bytes('a'));
    }
    const writer = await createTar(path);
    await expect(writer.add('a', join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
    });
    await expect(writer.close()).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(writer.add('b', bytes('b'))).rejects.toThrow(TypeError);
    expect(await readdir(folder)).toEqual(['out.tar']);
    await expect(createTar(join(folder, 'no/such/folder.tar'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
    });
    await using other = await createTar(join(folder, 'other.tar'));
    for (const name of ['', 'dir/', 'a\0b']) {
      await expect(other.add(name, bytes('x'))).rejects.toThrow(RangeError);
    }
  });
});

import { FileSystem, MemoryFolder, readArray } from '@dareblopy/core';
import { expect, it } from 'vitest';
import { createZip, openZip } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const at = tempFolder();

it('mounts archives, and opens archives from what is mounted', async () => {
  const inner = await createZip(at('inner.zip'));
  await inner.add('leaf.txt', new TextEncoder().encode('the leaf'));
  await inner.close();
  const outer = await createZip(at('outer.zip'));
  await outer.add('images/0.raw', Uint8Array.of(1, 2, 3, 4, 5, 6), { method: 'store' });
  await outer.add('images/1.raw', new Uint8Array(6));
  await outer.add('in/inner.zip', at('inner.zip'), { method: 'store' });
  await outer.close();

  await using archive = await openZip(at('outer.zip'));
  const fs = new FileSystem();
  fs.mount('/data', archive);
  fs.pushSearchPath('/data/images');

  expect(await fs.list('/data')).toEqual(['images/', 'in/']);
  expect(await fs.stat('0.raw')).toMatchObject({ kind: 'file', size: 6 });
  expect(await fs.stat('/data/in')).toMatchObject({ kind: 'directory' });
  await using file = await fs.open('0.raw');
  expect([...(await file.read(2))]).toEqual([1, 2]);
  expect(file.modified).toEqual(archive.entry('images/0.raw').modified);
  const array = await readArray(file, { dtype: 'uint8', shape: [2, -1] });
  expect(array.shape).toEqual([2, 3]);
  await using nested = await openZip(await fs.open('/data/in/inner.zip'));
  expect(await (await nested.entry('leaf.txt')).text()).toBe('the leaf');

  await expect(fs.open('/data/images/0.raw', 'r+')).rejects.toMatchObject({ code: 'IO_READ_ONLY' });
  await expect(fs.open('/data/new', 'w')).rejects.toMatchObject({ code: 'IO_READ_ONLY' });
  await expect(fs.remove('0.raw')).rejects.toMatchObject({ code: 'IO_READ_ONLY' });
  fs.mount('/data', new MemoryFolder()); // now writing has somewhere to go
  await (await fs.open('/data/new', 'w')).write('shadowing');
  expect(await (await fs.open('/data/new')).text()).toBe('shadowing');
  expect(await fs.exists('/data/images/0.raw')).toBe(true);
});

it('lists nothing that leads out of the mount', async () => {
  const writer = await createZip(at('odd.zip'));
  for (const name of ['/absolute', '../outside', './here', 'a/../b', 'a//c', 'a/d', '..e'])
    await writer.add(name, new Uint8Array());
  await writer.close();
  await using archive = await openZip(at('odd.zip'));
  const fs = new FileSystem();
  fs.mount('/odd', archive);
  expect(await fs.list('/odd')).toEqual(['..e', 'a/']);
  expect(await fs.list('/odd/a')).toEqual(['d']);
  for (const name of await fs.list('/odd')) expect(await fs.exists(`/odd/${name}`)).toBe(true);
  expect(await fs.exists('/odd/../outside')).toBe(false);
});

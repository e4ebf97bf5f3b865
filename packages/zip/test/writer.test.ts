import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createZip, openZip } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const at = tempFolder();
const encode = (text: string) => new TextEncoder().encode(text);
const text = async (bytes: Promise<Uint8Array>) => new TextDecoder().decode(await bytes);
const lines = (count: number) => encode('a line that repeats itself\n'.repeat(count));

describe('createZip', () => {
  it('keeps the order of the calls, however long each takes', async () => {
    const writer = await createZip(at('order.zip'));
    const sizes = [3_000_000, 10, 500_000, 1, 0, 20_000];
    await Promise.all(
      sizes.map((size, i) => writer.add(`${i}`, lines(size / 27), { method: 'deflate', level: 9 })),
    );
    await writer.close();
    await using archive = await openZip(at('order.zip'));
    expect([...archive].map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('packs folders, with lz4 too', async () => {
    for (const name of ['in/a.txt', 'in/sub/b.txt', 'in/sub/c.bin']) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), lines(200));
      utimesSync(at(name), 1_700_000_000, 1_700_000_000);
    }
    const writer = await createZip(at('folder.zip'));
    expect(await writer.addFolder(at('in'), { prefix: 'data/', method: 'lz4' })).toBe(3);
    expect(await writer.addFolder(at('in'), { glob: '**/*.bin', method: 'store' })).toBe(1);
    await writer.close();
    await using archive = await openZip(at('folder.zip'));
    expect([...archive].map(({ name, method }) => [name, method])).toEqual([
      ['data/a.txt', 'lz4'],
      ['data/sub/b.txt', 'lz4'],
      ['data/sub/c.bin', 'lz4'],
      ['sub/c.bin', 'store'],
    ]);
    expect(archive.entry('data/a.txt').modified).toEqual(new Date(1_700_000_000_000));
    expect(await archive.read('data/sub/b.txt')).toEqual(lines(200));
  });

  it('shows nothing before close, and never without it', async () => {
    mkdirSync(at('quiet'));
    writeFileSync(at('quiet/old.zip'), 'the old one');
    const writer = await createZip(at('quiet/old.zip'));
    await writer.add('a', lines(10));
    expect(readFileSync(at('quiet/old.zip'), 'utf8')).toBe('the old one');
    await writer[Symbol.asyncDispose]();
    expect(readdirSync(at('quiet'))).toEqual(['old.zip']);
    await expect(writer.add('b', lines(1))).rejects.toThrow(TypeError);
    await expect(writer.close()).rejects.toThrow(TypeError);
  });

  it('leaves the old file when the process is killed', () => {
    mkdirSync(at('killed'));
    writeFileSync(at('killed/a.zip'), 'the old one');
    // A process of its own, on the bare addon: it needs no TypeScript.
    const addon = `../../native/prebuilds/${process.platform}-${process.arch}/dareblopy.node`;
    const script = `
      const native = require(${JSON.stringify(fileURLToPath(new URL(addon, import.meta.url)))});
      const info = { name: 'a', comment: '', align: 1, dosModified: 0, unixModified: 0 };
      native.zipCreate(${JSON.stringify(at('killed/a.zip'))}).then(async (writer) => {
        await native.zipBegin(writer, info, 0, 6);
        await native.zipWrite(writer, new Uint8Array(1e6));
        await native.zipEnd(writer);
        process.kill(process.pid, 'SIGKILL');
      });`;
    const { signal, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    expect(readFileSync(at('killed/a.zip'), 'utf8')).toBe('the old one');
    expect(readdirSync(at('killed'))).toEqual(['a.zip']);
  });

  it('goes on after a source that cannot be read, and fails after half a stream', async () => {
    const writer = await createZip(at('goes-on.zip'));
    await expect(writer.add('missing', at('no such file'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
    });
    await writer.add('there', encode('yes'));
    await writer.close();
    await using archive = await openZip(at('goes-on.zip'));
    expect(await text(archive.read('there'))).toBe('yes');
    async function* breaks() {
      yield lines(1);
      throw new Error('the source broke');
    }
    const broken = await createZip(at('broken.zip'));
    await expect(broken.add('half', breaks())).rejects.toThrow('the source broke');
    await expect(broken.close()).rejects.toThrow('the source broke');
    expect(existsSync(at('broken.zip'))).toBe(false);
  });

  it('refuses what it cannot write', async () => {
    await expect(createZip(at('no/such/folder.zip'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
    });
    const writer = await createZip(at('refuses.zip'));
    await expect(writer.add('', lines(1))).rejects.toThrow(RangeError);
    await expect(writer.add('a'.repeat(70_000), lines(1))).rejects.toThrow(RangeError);
    await expect(writer.add('a', lines(1), { level: 13 })).rejects.toThrow(RangeError);
    await expect(writer.add('a', lines(1), { align: 3 })).rejects.toThrow(RangeError);
    await expect(writer.add('a', lines(1), { method: 'zip' as never })).rejects.toThrow(TypeError);
    await writer[Symbol.asyncDispose]();
  });
});

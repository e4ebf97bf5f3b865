import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileSystem, type MemoryFolder as Memory, MemoryFolder, readArray } from '../src/index.ts';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
let root: string;
const at = (name: string) => join(root, name);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dareblopy-fs-'));
  mkdirSync(at('disk/sub'), { recursive: true });
  writeFileSync(at('disk/a.txt'), 'on disk\nsecond line\r\nlast');
  writeFileSync(at('disk/sub/b.txt'), 'below');
  writeFileSync(at('secret.txt'), 'outside');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function memoryWith(files: Record<string, string>): Promise<Memory> {
  const memory = new MemoryFolder();
  const fs = new FileSystem();
  fs.mount('/', memory);
  for (const [name, text] of Object.entries(files)) {
    if (name.includes('/')) await fs.createDirectory(name.slice(0, name.lastIndexOf('/')));
    const file = await fs.open(name, 'w');
    await file.write(text);
    await file.close();
  }
  return memory;
}

const textOf = async (fs: FileSystem, name: string) => (await fs.open(name)).text();

describe('mounts', () => {
  it('shadow each other file by file, the last one first', async () => {
    const fs = new FileSystem();
    fs.mount('/data', at('disk'));
    expect(await textOf(fs, '/data/a.txt')).toMatch(/^on disk/);
    fs.mount('/data', await memoryWith({ 'a.txt': 'in memory', 'c.txt': 'new' }));
    expect(await textOf(fs, '/data/a.txt')).toBe('in memory');
    expect(await textOf(fs, '/data/sub/b.txt')).toBe('below');
    expect(await fs.list('/data')).toEqual(['a.txt', 'c.txt', 'sub/']);
    expect(fs.unmount('/data')).toBe(true);
    expect(await textOf(fs, '/data/a.txt')).toMatch(/^on disk/);
    expect(fs.unmount('/other')).toBe(false);
  });

  it('make the directories that lead to them', async () => {
    const fs = new FileSystem();
    fs.mount('/deep/er/data', at('disk'));
    expect(await fs.list('/')).toEqual(['deep/']);
    expect(await fs.list('/deep/er')).toEqual(['data/']);
    expect(await fs.exists('/deep')).toBe(true);
    expect(await fs.stat('/deep')).toMatchObject({ kind: 'directory' });
    expect(await fs.exists('/shallow')).toBe(false);
  });

  it('are searched through search paths', async () => {
    const fs = new FileSystem();
    fs.mount('/one', await memoryWith({ x: 'one', y: 'only in one' }));
    fs.mount('/two', await memoryWith({ x: 'two' }));
    fs.pushSearchPath('/one');
    fs.pushSearchPath('/two');
    expect(await textOf(fs, 'x')).toBe('two');
    expect(await textOf(fs, 'y')).toBe('only in one');
    expect(fs.popSearchPath()).toBe('/two');
    expect(await textOf(fs, 'x')).toBe('one');
    fs.clearSearchPaths();
    expect(await fs.exists('x')).toBe(false);
    expect(await textOf(fs, 'one/x')).toBe('one');
  });
});

describe('a folder', () => {
  it('lets no path out of it', async () => {
    symlinkSync(at('secret.txt'), at('disk/link.txt'));
    symlinkSync(root, at('disk/up'));
    symlinkSync(at('not there'), at('disk/dangling'));
    const fs = new FileSystem();
    fs.mount('/data', at('disk'));
    for (const name of ['/data/../secret.txt', '/data/../../secret.txt', '/../secret.txt']) {
      await expect(fs.open(name)).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    }
    for (const name of ['/data/link.txt', '/data/up/secret.txt', '/data/up/new.txt']) {
      for (const mode of ['r', 'w', 'a', 'r+'] as const) {
        await expect(fs.open(name, mode)).rejects.toMatchObject({
          code: expect.stringMatching(/OUTSIDE|NOT_FOUND/),
        });
      }
    }
    await expect(fs.open('/data/dangling', 'w')).rejects.toMatchObject({
      code: expect.stringMatching(/^IO_/),
    });
    await expect(fs.createDirectory('/data/up/made')).rejects.toMatchObject({
      code: 'IO_OUTSIDE_MOUNT',
    });
    expect(readFileSync(at('secret.txt'), 'utf8')).toBe('outside');
    const trusting = new FileSystem();
    trusting.mount('/data', at('disk'), { followSymlinks: true });
    expect(await textOf(trusting, '/data/link.txt')).toBe('outside');
  });

  it('is written, renamed and removed in', async () => {
    const fs = new FileSystem();
    fs.mount('/', at('disk'));
    await fs.createDirectory('/new/er');
    const file = await fs.open('/new/er/x', 'w');
    await file.write('text');
    await file.close();
    expect(readFileSync(at('disk/new/er/x'), 'utf8')).toBe('text');
    await fs.rename('/new/er/x', '/new/y');
    expect(await fs.stat('/new/y')).toMatchObject({ kind: 'file', size: 4 });
    await expect(fs.remove('/new')).rejects.toMatchObject({ code: 'IO_EXISTS' });
    await fs.remove('/new/y');
    await fs.remove('/new/er');
    await fs.remove('/new');
    expect(await fs.exists('/new')).toBe(false);
    await expect(fs.remove('/')).rejects.toMatchObject({ code: 'IO_ACCESS_DENIED' });
  });

  it('refuses writing where it is mounted for reading', async () => {
    const fs = new FileSystem();
    fs.mount('/', at('disk'), { writable: false });
    const refused = { code: 'IO_READ_ONLY' };
    await expect(fs.open('/a.txt', 'w')).rejects.toMatchObject(refused);
    await expect(fs.open('/new.txt', 'a')).rejects.toMatchObject(refused);
    await expect(fs.remove('/a.txt')).rejects.toMatchObject(refused);
    await expect(fs.rename('/a.txt', '/b.txt')).rejects.toMatchObject(refused);
    await expect(fs.createDirectory('/d')).rejects.toMatchObject(refused);
    await expect((await fs.open('/a.txt')).write('x')).rejects.toMatchObject(refused);
  });
});

describe.each(['disk', 'memory'])('the modes, on %s', (kind) => {
  async function fresh(): Promise<FileSystem> {
    const fs = new FileSystem();
    fs.mount('/', kind === 'disk' ? at('disk') : new MemoryFolder());
    const file = await fs.open('/f', 'w');
    await file.write('0123456789');
    await file.close();
    return fs;
  }

  it('r reads', async () => {
    await using f = await (await fresh()).open('/f');
    expect(decode(await f.read(4))).toBe('0123');
    expect(f.tell()).toBe(4);
    f.seek(-2, 'end');
    expect(decode(await f.read())).toBe('89');
    expect((await f.read()).length).toBe(0);
    f.seek(1);
    f.seek(2, 'current');
    expect(decode(await f.read(1))).toBe('3');
    expect(() => f.seek(-1)).toThrow(RangeError);
    await expect(f.write('x')).rejects.toMatchObject({ code: 'IO_READ_ONLY' });
    expect(decode(await f.slice(2, 4).bytes())).toBe('23');
    expect(f.modified).toBeInstanceOf(Date);
  });

  it('w empties, and cannot read', async () => {
    const fs = await fresh();
    const f = await fs.open('/f', 'w');
    expect(f.size).toBe(0);
    await f.write('ab');
    await expect(f.read()).rejects.toMatchObject({ code: 'IO_ACCESS_DENIED' });
    await f.close();
    await expect(f.write('c')).rejects.toThrow(TypeError);
    expect(await textOf(fs, '/f')).toBe('ab');
  });

  it('a writes at the end', async () => {
    const fs = await fresh();
    const f = await fs.open('/f', 'a');
    f.seek(0);
    await f.write('ab');
    await f.close();
    expect(await textOf(fs, '/f')).toBe('0123456789ab');
  });

  it('r+ changes what is there', async () => {
    const fs = await fresh();
    await expect(fs.open('/none', 'r+')).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    const f = await fs.open('/f', 'r+');
    f.seek(3);
    await f.write('xyz');
    expect(decode(await f.read(2))).toBe('67');
    expect(await f.text()).toBe('012xyz6789');
    f.seek(12);
    await f.write('!');
    expect([...(await f.bytes()).slice(10)]).toEqual([0, 0, 33]);
    await f.close();
  });

  it('w+ and a+ read what they write', async () => {
    const fs = await fresh();
    const w = await fs.open('/f', 'w+');
    await w.write('fresh');
    w.seek(0);
    expect(decode(await w.read())).toBe('fresh');
    await w.close();
    const a = await fs.open('/f', 'a+');
    expect(decode(await a.read(2))).toBe('fr');
    await a.write('!');
    expect(await a.text()).toBe('fresh!');
    await a.close();
    await expect(fs.open('/f', 'x' as never)).rejects.toThrow(TypeError);
  });
});

describe('a file', () => {
  it('has lines', async () => {
    const fs = new FileSystem();
    fs.mount('/', at('disk'));
    const lines: string[] = [];
    for await (const line of (await fs.open('/a.txt')).lines()) lines.push(line);
    expect(lines).toEqual(['on disk', 'second line', 'last']);
  });

  it('is a ByteInput', async () => {
    writeFileSync(at('disk/array'), Uint8Array.of(1, 0, 2, 0));
    const fs = new FileSystem();
    fs.mount('/', at('disk'));
    fs.mount('/memory', await memoryWith({ text: 'abcd' }));
    const expected = { dtype: 'uint16', shape: [2] };
    expect(
      await readArray(await fs.open('/array'), { dtype: 'uint16', shape: [-1] }),
    ).toMatchObject({ ...expected, data: Uint16Array.of(1, 2) });
    expect(
      await readArray(await fs.open('/memory/text'), { dtype: 'uint16', shape: [-1] }),
    ).toMatchObject(expected);
  });

  it('says what is no file', async () => {
    const fs = new FileSystem();
    fs.mount('/', at('disk'));
    await expect(fs.open('/sub')).rejects.toMatchObject({ code: 'IO_IS_DIRECTORY' });
    await expect(fs.open('/none')).rejects.toMatchObject({ code: 'IO_NOT_FOUND', path: '/none' });
    await expect(fs.list('/a.txt')).rejects.toMatchObject({ code: 'IO_NOT_DIRECTORY' });
    await expect(fs.list('/none')).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
  });
});

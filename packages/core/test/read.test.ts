import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ByteSource } from '../src/index.ts';
import { openFile, openFolder, readArray, readFiles, readMany } from '../src/index.ts';

let folder: string;
const pathOf = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dareblopy-'));
  await writeFile(pathOf('b.txt'), 'hello');
  await writeFile(
    pathOf('a.bin'),
    Uint8Array.from({ length: 100 }, (_, i) => i),
  );
  await writeFile(pathOf('empty'), '');
});
afterAll(() => rm(folder, { recursive: true }));

/** Float16Array, where this Node has it. */
function float16(): Uint16ArrayConstructor[] {
  const { Float16Array } = globalThis as { Float16Array?: Uint16ArrayConstructor };
  return Float16Array ? [Float16Array] : [];
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('readMany', () => {
  it('reads every kind of input in the asked order, each on a buffer of its own', async () => {
    await using file = await openFile(pathOf('b.txt'));
    const foreign = {
      name: 'foreign',
      size: 3,
      slice: () => foreign,
      bytes: async () => new TextEncoder().encode('for'),
    } as unknown as ByteSource;
    const results = await readMany([
      pathOf('b.txt'),
      new TextEncoder().encode('memory'),
      file.slice(1, 3),
      pathToFileURL(pathOf('b.txt')),
      new Blob(['blob']),
      foreign,
      file,
      pathOf('empty'),
      new TextEncoder().encode('xyz').buffer,
      new DataView(new TextEncoder().encode('xyz').buffer, 1, 1),
    ]);
    expect(results.map(text)).toEqual([
      'hello',
      'memory',
      'el',
      'hello',
      'blob',
      'for',
      'hello',
      '',
      'xyz',
      'y',
    ]);
    expect(new Set(results.map((bytes) => bytes.buffer)).size).toBe(results.length);
    for (const bytes of results) expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
  });

  it('takes the bytes of every kind of view, those of large ones among others too', async () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
    const kinds = [
      ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array],
      ...[Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array],
      ...float16(),
    ];
    const views = [
      ...kinds.map((Kind) => new Kind(bytes.buffer, 8, 16 / Kind.BYTES_PER_ELEMENT)),
      new DataView(bytes.buffer, 8, 16),
      Buffer.from(bytes.buffer, 8, 16),
    ];
    const large = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
    const read = await readMany([...views, large, new Uint8Array(0)]);
    for (const [i, view] of read.slice(0, views.length).entries()) {
      expect([i, [...view]]).toEqual([i, [...bytes.subarray(8, 24)]]);
    }
    expect(read.slice(views.length)).toEqual([large, new Uint8Array(0)]);
  });

  it('fills `into` one after the other and answers views of what was written', async () => {
    const into = new Uint8Array(12).fill(9);
    const [first, second] = await readMany([pathOf('b.txt'), pathOf('b.txt')], { into });
    expect(text(into.subarray(0, 10))).toBe('hellohello');
    expect(into[10]).toBe(9);
    expect(first?.buffer).toBe(into.buffer);
    expect([second?.byteOffset, second?.byteLength]).toEqual([5, 5]);
    await expect(readMany([pathOf('b.txt')], { into: new Uint8Array(4) })).rejects.toThrow(
      /room for 5 bytes/,
    );
  });

  it('puts shared results on one buffer', async () => {
    const [first, second] = await readMany([pathOf('b.txt'), pathOf('a.bin')], { shared: true });
    expect(first?.buffer).toBe(second?.buffer);
    expect(second?.[99]).toBe(99);
  });

  it('rejects with the first source that failed, by order of the request', async () => {
    const error = await readFiles([pathOf('b.txt'), pathOf('none'), pathOf('also-none')]).catch(
      (e) => e,
    );
    expect(error).toMatchObject({
      name: 'DareblopyError',
      code: 'IO_NOT_FOUND',
      path: pathOf('none'),
    });
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
    await expect(readFiles([folder])).rejects.toMatchObject({ code: 'IO_IS_DIRECTORY' });
  });

  it('refuses what is not bytes', async () => {
    await expect(readMany([5 as never])).rejects.toThrow(TypeError);
    await expect(readMany(['a\0b'])).rejects.toThrow(TypeError);
  });
});

describe('openFile', () => {
  it('reads parts by the rules of Blob.slice', async () => {
    await using file = await openFile(pathOf('a.bin'));
    const blob = new Blob([Uint8Array.from({ length: 100 }, (_, i) => i)]);
    for (const [start, end] of [
      [16, 48],
      [-4],
      [90, 200],
      [50, 40],
      [0, 0],
      [undefined, -98],
      [-200, 3],
    ] as const) {
      const part = await file.slice(start, end).bytes();
      expect(part).toEqual(new Uint8Array(await blob.slice(start, end).arrayBuffer()));
    }
    expect(await file.slice(10, 20).slice(2, 4).bytes()).toEqual(Uint8Array.of(12, 13));
    expect(file.slice(10, 20).size).toBe(10);
    expect(file.size).toBe(100);
  });

  it('streams, and gives text and buffers', async () => {
    await using file = await openFile(pathOf('b.txt'));
    expect(await file.text()).toBe('hello');
    expect((await file.arrayBuffer()).byteLength).toBe(5);
    expect(await new Response(file.stream()).text()).toBe('hello');
  });

  it('names where a file that shrank ends', async () => {
    await writeFile(pathOf('shrinks'), 'long enough');
    await using file = await openFile(pathOf('shrinks'));
    await truncate(pathOf('shrinks'), 4);
    await expect(file.bytes()).rejects.toMatchObject({ code: 'IO_TRUNCATED', offset: 4 });
  });

  it('finishes reads under way when it is closed, and refuses later ones', async () => {
    const file = await openFile(pathOf('b.txt'));
    const reading = file.bytes();
    await file.close();
    await file.close();
    expect(text(await reading)).toBe('hello');
    await expect(file.bytes()).rejects.toThrow(/closed/);
  });

  it('says what is wrong with the path', async () => {
    await expect(openFile(pathOf('none'))).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(openFile(folder)).rejects.toMatchObject({ code: 'IO_IS_DIRECTORY' });
    await expect(openFile('/dev/null')).rejects.toMatchObject({ code: 'IO_ERROR' });
  });
});

describe('openFolder', () => {
  it('lists files sorted by name, relative, by pattern', async () => {
    await using files = await openFolder(folder, { glob: '[ab].*' });
    expect([...files].map((file) => file.name)).toEqual(['a.bin', 'b.txt']);
    expect(text(await files.get(1).bytes())).toBe('hello');
    expect(() => files.get(2)).toThrow(RangeError);
  });

  it('says what is wrong with the folder', async () => {
    await expect(openFolder(pathOf('none'))).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(openFolder(pathOf('b.txt'))).rejects.toMatchObject({ code: 'IO_NOT_DIRECTORY' });
  });
});

describe('readArray', () => {
  it('infers one extent', async () => {
    const array = await readArray(pathOf('a.bin'), { dtype: 'uint16', shape: [5, -1, 2] });
    expect(array.shape).toEqual([5, 5, 2]);
    expect(array.data[1]).toBe(0x0302);
    const swapped = await readArray(pathOf('a.bin'), {
      dtype: 'uint16',
      shape: [-1],
      endian: 'big',
    });
    expect(swapped.data[1]).toBe(0x0203);
  });

  it('refuses shapes that the bytes do not divide into', async () => {
    const read = (shape: number[]) => readArray(pathOf('a.bin'), { dtype: 'uint8', shape });
    await expect(read([3, -1])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH', actual: 100 });
    await expect(read([99])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    await expect(read([-1, -1])).rejects.toThrow(RangeError);
    await expect(read([0, -1])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });
});

describe('readFiles', () => {
  it('reads more files than may be open at once, small and large, each on its own buffer', async () => {
    const sizes = Array.from({ length: 700 }, (_, i) => [0, 1, 40, 1024, 1025, 30_000][i % 6]!);
    const paths = sizes.map((_, i) => pathOf(`many-${i}`));
    await Promise.all(paths.map((path, i) => writeFile(path, Buffer.alloc(sizes[i]!, i & 0xff))));
    const right = (bytes: Uint8Array, i: number) =>
      bytes.length === sizes[i] && bytes.every((byte) => byte === (i & 0xff));
    for (let time = 0; time < 2; time++) {
      const own = await readFiles(paths);
      expect(own.every(right)).toBe(true);
      expect(new Set(own.map(({ buffer }) => buffer)).size).toBe(paths.length);
      expect(own.every(({ buffer, length }) => buffer.byteLength === length)).toBe(true);
    }
    expect((await readFiles(paths, { shared: true })).every(right)).toBe(true);
    const into = new Uint8Array(new SharedArrayBuffer(700 * 6000));
    expect((await readFiles(paths, { into })).every(right)).toBe(true);
    const jobs = await Promise.all(Array.from({ length: 8 }, () => readFiles(paths)));
    expect(jobs.every((own) => own.every(right))).toBe(true);
  });

  it('names the size that `into` would need, however many files there are', async () => {
    const paths = Array<string>(400).fill(pathOf('a.bin'));
    await using file = await openFile(pathOf('a.bin'));
    for (const sources of [paths, [file, ...paths.slice(1)], [...paths.slice(1), file]]) {
      for (const size of [39_999, 100, 0]) {
        const into = new Uint8Array(size);
        await expect(readMany(sources, { into })).rejects.toThrow(RangeError);
        await expect(readMany(sources, { into })).rejects.toThrow(/40000/);
      }
      expect(await readMany(sources, { into: new Uint8Array(40_000) })).toHaveLength(400);
    }
  });

  it('says which of many files is missing', async () => {
    const paths = [...Array<string>(50).fill(pathOf('b.txt')), pathOf('missing'), pathOf('b.txt')];
    for (const options of [{}, { shared: true }, { into: new Uint8Array(1000) }]) {
      await expect(readFiles(paths, options)).rejects.toMatchObject({
        code: 'IO_NOT_FOUND',
        path: pathOf('missing'),
      });
    }
    await expect(readFiles([pathOf('b.txt'), 'with\0null'])).rejects.toThrow(TypeError);
    expect(await readFiles([])).toEqual([]);
    expect(await readFiles([], { shared: true })).toEqual([]);
  });
});

import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AddOptions, ZipProgress } from '../src/index.ts';
import { createZip, openZip } from '../src/index.ts';
import { tempFolder } from './temp-folder.ts';

const at = tempFolder();
const encode = (text: string) => new TextEncoder().encode(text);
const lines = (count: number) => encode('a line that repeats itself\n'.repeat(count));

/** Files of many sizes and times, in winter and in summer, before 1980 and after 2038. */
function makeFolder(name: string, count = 300): string[] {
  const names = Array.from({ length: count }, (_, i) => `${i % 7}/${'ü'.repeat(i % 3)}${i}.txt`);
  for (const [i, file] of names.entries()) {
    const path = at(`${name}/${file}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, i % 50 === 0 ? lines(20_000) : lines(i % 40));
    utimesSync(path, 0, (i - 20) * 13_000_000 + i + 0.9996);
  }
  return names.sort((a, b) => Buffer.compare(encode(a), encode(b)));
}

async function namesIn(path: string): Promise<string[]> {
  await using archive = await openZip(path);
  return [...archive].map(({ name }) => name);
}

describe('addFolder', () => {
  it('writes what adding each file writes, byte for byte', async () => {
    const names = makeFolder('same');
    for (const options of [
      {},
      { method: 'store', align: 64 },
      { method: 'lz4', level: 9 },
    ] as AddOptions[]) {
      const each = await createZip(at('each.zip'));
      for (const name of names) {
        const modified = statSync(at(`same/${name}`)).mtime;
        await each.add(`in/${name}`, at(`same/${name}`), { ...options, modified });
      }
      await each.close({ sync: false });
      const whole = await createZip(at('whole.zip'));
      expect(await whole.addFolder(at('same'), { prefix: 'in/', ...options })).toBe(names.length);
      await whole.close();
      expect(Buffer.compare(readFileSync(at('whole.zip')), readFileSync(at('each.zip')))).toBe(0);
    }
  });

  it('has local times as JavaScript has them, in every zone', async () => {
    const before = process.env.TZ;
    const names = makeFolder('zones', 120);
    const zones = ['Europe/Berlin', 'Africa/Casablanca', 'America/St_Johns', 'Pacific/Apia', 'UTC'];
    const seen = new Set<string>();
    try {
      for (const TZ of zones) {
        process.env.TZ = TZ;
        seen.add(new Date(0).toString());
        const each = await createZip(at('each.zip'));
        for (const name of names) {
          const modified = statSync(at(`zones/${name}`)).mtime;
          await each.add(name, at(`zones/${name}`), { method: 'store', modified });
        }
        await each.close({ sync: false });
        const whole = await createZip(at('whole.zip'));
        await whole.addFolder(at('zones'), { method: 'store' });
        await whole.close({ sync: false });
        const bytes = readFileSync(at('whole.zip'));
        expect(Buffer.compare(bytes, readFileSync(at('each.zip'))), TZ).toBe(0);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
    expect(seen.size).toBe(zones.length); // or the zone could not be set here
  });

  it('passes over symbolic links, and says which folder or file it cannot read', async () => {
    const names = makeFolder('odd', 60);
    symlinkSync(at('odd/0'), at('odd/link'));
    symlinkSync(at('nowhere'), at('odd/dangling'));
    const writer = await createZip(at('odd.zip'));
    expect(await writer.addFolder(at('odd'), { prefix: 'all/' })).toBe(60);
    chmodSync(at(`odd/${names[30]}`), 0);
    const locked = writer.addFolder(at('odd'), { prefix: 'again/' });
    if (process.getuid?.() === 0) {
      expect(await locked).toBe(60); // whom nothing is locked for
    } else {
      const path = at(`odd/${names[30]}`);
      await expect(locked).rejects.toMatchObject({ code: 'IO_ACCESS_DENIED', path });
    }
    await expect(writer.addFolder(at('odd/no'))).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(writer.addFolder(at(`odd/${names[0]}`))).rejects.toMatchObject({
      code: 'IO_NOT_DIRECTORY',
    });
    await writer.add('after', lines(1));
    await writer.close();
    const written = await namesIn(at('odd.zip'));
    expect(written.slice(0, 60)).toEqual(names.map((name) => `all/${name}`));
    expect(written.at(-1)).toBe('after');
  });

  it('stops at a file that vanishes meanwhile, with those before it written', async () => {
    const names = makeFolder('vanishes', 200);
    const last = names.at(-1) as string;
    // By the first report the folder is listed, and a few files are read.
    const onProgress = () => rmSync(at(`vanishes/${last}`), { force: true });
    const writer = await createZip(at('vanishes.zip'), { onProgress });
    await expect(writer.addFolder(at('vanishes'))).rejects.toMatchObject({
      code: 'IO_NOT_FOUND',
      path: at(`vanishes/${last}`),
    });
    await writer.close();
    expect(await namesIn(at('vanishes.zip'))).toEqual(names.slice(0, -1));
  });

  it('keeps the order of the calls', async () => {
    makeFolder('order', 20);
    const writer = await createZip(at('order.zip'));
    await Promise.all([
      writer.add('first', lines(30_000)),
      writer.addFolder(at('order'), { glob: '0/*', prefix: 'in/' }),
      writer.add('second', new Blob([lines(5)]).stream()),
      writer.addMany([{ name: 'third', source: lines(2) }]),
      writer.add('last', lines(1)),
    ]);
    await writer.close();
    expect(await namesIn(at('order.zip'))).toEqual([
      'first',
      'in/0/0.txt',
      'in/0/ü7.txt',
      'in/0/üü14.txt',
      'second',
      'third',
      'last',
    ]);
  });

  it('is aborted, and the archive goes on', async () => {
    makeFolder('aborted', 100);
    const writer = await createZip(at('aborted.zip'));
    const abort = new AbortController();
    const adding = writer.addFolder(at('aborted'), { level: 12, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(adding).rejects.toThrow('enough');
    await writer.add('after', lines(1));
    await writer.close();
    expect((await namesIn(at('aborted.zip'))).at(-1)).toBe('after');
  });
});

describe('addMany', () => {
  const modified = new Date(1_700_000_000_000);

  it('writes what add writes, of arrays, iterables and async ones', async () => {
    makeFolder('sources', 10);
    const sources = [
      lines(3),
      lines(200),
      at('sources/0/0.txt'),
      encode('a').buffer,
      new Uint8Array(0),
    ];
    const entries = Array.from({ length: 4200 }, (_, i) => ({
      name: `ü/${i}`,
      source: i % 100 === 0 ? new Blob([lines(7)]) : (sources[i % sources.length] as Uint8Array),
      ...(i % 5 === 0 ? { method: 'store' as const, align: 8, comment: `no. ${i}` } : {}),
      ...(i % 7 === 0 ? { modified: new Date(1_600_000_000_000 + i * 1000) } : {}),
    }));
    const each = await createZip(at('each.zip'));
    for (const { name, source, ...options } of entries)
      await each.add(name, source, { modified, level: 2, ...options });
    await each.close({ sync: false });
    const expected = readFileSync(at('each.zip'));
    async function* slowly() {
      for (const entry of entries) yield entry;
    }
    for (const many of [entries, new Set(entries), slowly()]) {
      const writer = await createZip(at('many.zip'));
      expect(await writer.addMany(many, { modified, level: 2 })).toBe(entries.length);
      await writer.close({ sync: false });
      expect(Buffer.compare(readFileSync(at('many.zip')), expected)).toBe(0);
    }
  });

  it('stops at what cannot be read, with those before it written', async () => {
    const writer = await createZip(at('stops.zip'));
    const entries = [lines(9000), at('no such file'), lines(1)].map((source, i) => ({
      name: `${i}`,
      source,
    }));
    await expect(writer.addMany(entries)).rejects.toMatchObject({ code: 'IO_NOT_FOUND' });
    await expect(writer.addMany([{ name: '', source: lines(1) }])).rejects.toThrow(RangeError);
    await expect(writer.addMany([{ name: 'a', source: 5 as never }])).rejects.toThrow(TypeError);
    await expect(writer.addMany([], { level: 13 })).rejects.toThrow(RangeError);
    expect(await writer.addMany([])).toBe(0);
    await writer.close();
    expect(await namesIn(at('stops.zip'))).toEqual(['0']);
    await expect(writer.addMany([])).rejects.toThrow(TypeError);
  });
});

describe('onProgress', () => {
  it('says what is written, and in the end all of it', async () => {
    const names = makeFolder('progress', 200);
    const told: ZipProgress[] = [];
    const writer = await createZip(at('progress.zip'), { onProgress: (now) => told.push(now) });
    await writer.add('one', lines(1));
    await writer.add('two', new Blob([lines(2)]).stream());
    await writer.addFolder(at('progress'));
    await writer.addMany([{ name: 'three', source: lines(3) }]);
    await writer.close();
    const sizes = names.map((name) => statSync(at(`progress/${name}`)).size);
    const bytes = sizes.reduce((sum, size) => sum + size, 6 * lines(1).length);
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told.at(-1)).toEqual({ entries: 203, bytes, expected: 203 });
    for (const [i, { entries, expected }] of told.entries()) {
      expect(entries).toBeGreaterThanOrEqual(told[i - 1]?.entries ?? 0);
      expect(entries).toBeLessThanOrEqual(expected);
    }
  });
});

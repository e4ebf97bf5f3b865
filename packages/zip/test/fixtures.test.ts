// Archives that others wrote: testdata/zip/README.md says how, fixtures.json what is in them.
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openZip } from '../src/index.ts';

interface Fixture {
  entries: Record<string, { size: number; crc32: number }>;
  directories?: string[];
  errors?: Record<string, string>;
  comment?: string;
  /** Where duplicates make more entries than there are names. */
  length?: number;
}

const folder = new URL('../../../testdata/zip/', import.meta.url);
const fixtures: Record<string, Fixture> = JSON.parse(
  readFileSync(new URL('fixtures.json', folder), 'utf8'),
);

describe.each(Object.entries(fixtures))('%s', (file, fixture) => {
  const { entries, directories = [], errors = {}, comment = '' } = fixture;
  const names = [...Object.keys(entries), ...directories, ...Object.keys(errors)];

  it('lists what was put in', async () => {
    await using archive = await openZip(new URL(file, folder));
    expect(archive.length).toBe(fixture.length ?? names.length);
    expect(archive.comment.trimEnd()).toBe(comment);
    expect(new Set([...archive].map(({ name }) => name.replace(/^\.\//, '')))).toEqual(
      new Set(names),
    );
    for (const [name, expected] of Object.entries(entries)) {
      expect(archive.entry(name)).toMatchObject(expected);
    }
    for (const name of directories) expect(archive.entry(name).isDirectory).toBe(true);
  });

  it('reads it, from the file and from memory', async () => {
    await using onDisk = await openZip(new URL(file, folder));
    await using inMemory = await openZip(readFileSync(new URL(file, folder)));
    for (const archive of [onDisk, inMemory]) {
      for (const [name, expected] of Object.entries(entries)) {
        const bytes = await archive.read(name);
        expect({ size: bytes.length, crc32: crc32(bytes) }).toEqual(expected);
        const streamed = await new Response(archive.entry(name).stream()).arrayBuffer();
        expect(crc32(new Uint8Array(streamed))).toBe(expected.crc32);
      }
      for (const [name, code] of Object.entries(errors)) {
        await expect(archive.read(name)).rejects.toMatchObject({ code, entry: name });
      }
    }
  });
});

describe('timestamps', () => {
  const written = new Date('2024-02-03T04:05:06Z');

  it.each([
    'infozip.zip', // extended timestamp
    '7zip.zip', // NTFS
  ])('%s are exact', async (file) => {
    await using archive = await openZip(new URL(file, folder));
    expect(archive.entry('hello.txt').modified).toEqual(written);
  });

  it('of MS-DOS are local', async () => {
    await using archive = await openZip(new URL('python.zip', folder));
    expect(archive.entry('hello.txt').modified).toEqual(new Date(2024, 1, 3, 4, 5, 6));
  });
});

it('has comments of entries', async () => {
  await using archive = await openZip(new URL('python.zip', folder));
  expect(archive.entry('hello.txt').comment).toBe('of hello');
  await using without = await openZip(new URL('infozip.zip', folder));
  expect(without.entry('hello.txt').comment).toBe('');
});

it('finds the last of duplicates, and lists all', async () => {
  await using archive = await openZip(new URL('python-duplicates.zip', folder));
  expect(new TextDecoder().decode(await archive.get(0).bytes())).toBe('the first');
  expect([...archive.glob('*')].map(({ name }) => name)).toEqual(['once.txt', 'twice.txt']);
  expect(archive.entries('twice').length).toBe(2);
});

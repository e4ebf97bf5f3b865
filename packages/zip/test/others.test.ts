// What we write is read by readers that know nothing of us. Info-ZIP and Python: scripts/checks/archives.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createZip, openZip } from '../src/index.ts';
import { fflate, sevenZipTest, yauzl } from './others.ts';
import { tempFolder } from './temp-folder.ts';

const at = tempFolder();
const encode = (text: string) => new TextEncoder().encode(text);
const lines = (count: number) => encode('a line that repeats itself\n'.repeat(count));

async function* parts(count: number) {
  for (let i = 0; i < count; i++) yield lines(1000);
}

it('writes what fflate, yauzl and 7-Zip read', async () => {
  const writer = await createZip(at('others.zip'));
  await writer.add('stored.txt', lines(10), { method: 'store', align: 4096 });
  await writer.add('deep/er/deflated.txt', lines(1000), { level: 12 });
  await writer.add('naïve 語.txt', encode('names'));
  await writer.add('empty/', new Uint8Array());
  await writer.add('streamed.txt', parts(3));
  await writer.add('streamed-stored.txt', parts(2), { method: 'store' });
  await writer.close({ comment: 'from a test' });
  const wanted = {
    'stored.txt': lines(10),
    'deep/er/deflated.txt': lines(1000),
    'naïve 語.txt': encode('names'),
    'empty/': new Uint8Array(),
    'streamed.txt': lines(3000),
    'streamed-stored.txt': lines(2000),
  };
  for (const read of [fflate, yauzl]) {
    const contents = await read(at('others.zip'));
    expect(Object.keys(contents)).toEqual(Object.keys(wanted));
    for (const [name, bytes] of Object.entries(wanted)) {
      expect(Buffer.compare(contents[name] as Uint8Array, bytes), name).toBe(0);
    }
  }
  const said = await sevenZipTest(at('others.zip'));
  expect(said).toContain('Everything is Ok');
  expect(said).toContain('Comment = from a test');
  await using archive = await openZip(at('others.zip'));
  expect(archive.comment).toBe('from a test');
  expect(archive.entry('streamed.txt').compressedSize).toBeLessThan(lines(100).length);
  expect(archive.view('stored.txt').length).toBe(lines(10).length);
  expect(readFileSync(at('others.zip')).indexOf(lines(10)) % 4096).toBe(0);
});

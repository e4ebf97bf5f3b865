// Archives with an entry above 4 GiB: ours read by Python and by us, and Python's read by us. Needs
// python3, 5 GB of disk for a moment, and a minute.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../lib/bootstrap.mjs';
import { root } from '../lib/paths.mjs';

execFileSync(join(root, 'scripts/checks/needs/install'), ['python3:python3'], { stdio: 'inherit' });
await build();
const { createZip, openZip } = await import(
  pathToFileURL(join(root, 'packages/zip/dist/index.js')).href
);
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-zip64-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const part = Buffer.alloc(1 << 20, 'sixteen bytes...');
const parts = 4097; // of 1 MiB
const size = parts * part.length;
const text = 'behind it';

async function* largeStream() {
  for (let i = 0; i < parts; i++) yield part;
}

async function writeOurs(path) {
  const writer = await createZip(path);
  await writer.add('large.bin', largeStream(), { method: 'store' });
  await writer.add('tail.txt', new TextEncoder().encode(text));
  await writer.close();
}

const PYTHON_READS = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(z.getinfo('large.bin').file_size, z.read('tail.txt').decode())`;

const PYTHON_WRITES = `
import sys, zipfile
part = b'sixteen bytes...' * 65536
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:
    with z.open('large.bin', 'w', force_zip64=True) as f:
        for _ in range(${parts}): f.write(part)
    z.writestr('tail.txt', '${text}')`;

/** Streams the large entry to its end, where sizes and CRC-32 are checked, and reads around 4 GiB. */
async function check(path, what) {
  const archive = await openZip(path);
  const entry = archive.entry('large.bin');
  assert.equal(entry.size, size, what);
  let length = 0;
  for await (const bytes of entry.stream()) length += bytes.length;
  assert.equal(length, size, what);
  const begin = 2 ** 32 - 8;
  assert.deepEqual(
    Buffer.from(await entry.slice(begin, begin + 16).bytes()),
    part.subarray(8, 24),
    what,
  );
  await assert.rejects(archive.read('large.bin'), { code: 'LIMIT_EXCEEDED' });
  assert.equal(await archive.entry('tail.txt').text(), text, what);
  await archive.close();
  console.log(`${what}: read, ${statSync(path).size} bytes on disk`);
}

const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' });

const ours = join(folder, 'ours.zip');
await writeOurs(ours);
assert.equal(run('python3', '-c', PYTHON_READS, ours).trim(), `${size} ${text}`);
await check(ours, 'ours, read by Python and us');
rmSync(ours);

const python = join(folder, 'python.zip');
run('python3', '-c', PYTHON_WRITES, python);
await check(python, "Python's");

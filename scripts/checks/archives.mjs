// What we write is read by Info-ZIP, 7-Zip and Python's zipfile, and what they write by us, both with
// the same bytes. Readers from npm are in packages/zip/test/others.test.ts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../lib/bootstrap.mjs';
import { root } from '../lib/paths.mjs';

const needed = ['unzip:unzip', 'zip:zip', '7z:p7zip-full', 'python3:python3'];
execFileSync(join(root, 'scripts/checks/needs/install'), needed, { stdio: 'inherit' });
await build();
const { createZip, openZip } = await import(
  pathToFileURL(join(root, 'packages/zip/dist/index.js')).href
);
const folder = mkdtempSync(join(tmpdir(), 'dareblopy-archives-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const run = (command, ...args) =>
  execFileSync(command, args, {
    cwd: folder,
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });

const random = randomBytes(100_000);
const contents = {
  'stored.txt': [
    Buffer.from('a line that repeats itself\n'.repeat(10)),
    { method: 'store', align: 4096 },
  ],
  'deep/er/deflated.txt': [Buffer.from('again and again\n'.repeat(20_000)), { level: 12 }],
  'random.bin': [random, { method: 'deflate' }],
  'naïve 語.txt': [Buffer.from('names'), {}],
  'empty.txt': [Buffer.alloc(0), {}],
};

async function* parts(bytes) {
  for (let i = 0; i < bytes.length; i += 4096) yield bytes.subarray(i, i + 4096);
}

const ours = join(folder, 'ours.zip');
const writer = await createZip(ours);
for (const [name, [bytes, options]] of Object.entries(contents))
  await writer.add(name, bytes, options);
await writer.add('streamed.txt', parts(contents['deep/er/deflated.txt'][0]));
await writer.close({ comment: 'from a check' });

const PYTHON_READS = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    assert z.comment == b'from a check'
    print(json.dumps({i.filename: z.read(i).hex() for i in z.infolist()}))`;

run('unzip', '-tq', ours);
assert.match(run('7z', 't', ours).toString(), /Everything is Ok/);
const python = JSON.parse(run('python3', '-c', PYTHON_READS, ours));
const streamed = ['streamed.txt', [contents['deep/er/deflated.txt'][0]]];
for (const [name, [bytes]] of [...Object.entries(contents), streamed]) {
  assert.equal(python[name], Buffer.from(bytes).toString('hex'), `Python: ${name}`);
  // Its names are patterns of the shell's kind; none of ours has such characters.
  assert.equal(Buffer.compare(run('unzip', '-p', ours, name), bytes), 0, `Info-ZIP: ${name}`);
  assert.equal(Buffer.compare(run('7z', 'e', '-so', ours, name), bytes), 0, `7-Zip: ${name}`);
}
console.log('Info-ZIP, 7-Zip and Python read ours');

for (const [name, [bytes]] of Object.entries(contents)) {
  mkdirSync(dirname(join(folder, 'in', name)), { recursive: true });
  writeFileSync(join(folder, 'in', name), bytes);
}
const theirs = {
  'Info-ZIP': (path) => run('bash', '-c', 'cd in && zip -qr -9 "$1" .', '_', path),
  'Info-ZIP to a pipe': (path) => run('bash', '-c', 'cd in && zip -qr - . | cat >"$1"', '_', path),
  '7-Zip': (path) => run('bash', '-c', 'cd in && 7z a -tzip -bd "$1" . >/dev/null', '_', path),
  Python: (path) => run('bash', '-c', 'cd in && python3 -m zipfile -c "$1" *', '_', path),
};
for (const [who, write] of Object.entries(theirs)) {
  const path = join(folder, `${who}.zip`);
  write(path);
  const archive = await openZip(path);
  for (const [name, [bytes]] of Object.entries(contents)) {
    assert.equal(Buffer.compare(await archive.read(name), bytes), 0, `${who}: ${name}`);
  }
  await archive.close();
  console.log(`we read what ${who} wrote`);
}

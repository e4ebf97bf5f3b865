// What npm would publish of @dareblopy/zip and what it depends on installs alone, in an empty folder,
// without a compiler, and reads an archive there.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from '../lib/bootstrap.mjs';
import { output, quiet, which } from '../lib/exec.mjs';
import { main, step } from '../lib/log.mjs';
import { bin, root } from '../lib/paths.mjs';

const PACKAGES = ['native', 'core', 'zip'];

const PROGRAM = `
import assert from 'node:assert/strict';
import { createZip, openZip } from '@dareblopy/zip';
const bytes = new TextEncoder().encode('hello '.repeat(1000));
const writer = await createZip('out.zip');
await writer.add('stored.txt', bytes, { method: 'store' });
await writer.add('deflated.txt', bytes, { method: 'deflate' });
await writer.close();
const archive = await openZip('out.zip');
for (const [name, read] of ['stored.txt', 'deflated.txt'].map((name) => [name, archive.read(name)])) {
  assert.deepEqual(await read, bytes, name);
}
await archive.close();
console.log('read', archive.length);
`;

await main(async () => {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-pack-'));
  try {
    const tarballs = [];
    for (const name of PACKAGES) {
      step(`packing @dareblopy/${name}`);
      const target = join(folder, name);
      mkdirSync(target);
      await quiet(bin('pnpm'), ['pack', '--pack-destination', target], {
        cwd: join(root, 'packages', name),
      });
      tarballs.push(...readdirSync(target).map((file) => `file:${join(target, file)}`));
    }
    const app = join(folder, 'app');
    mkdirSync(app);
    const dependencies = Object.fromEntries(
      PACKAGES.map((name, i) => [`@dareblopy/${name}`, tarballs[i]]),
    );
    writeFileSync(
      join(app, 'package.json'),
      JSON.stringify({ type: 'module', dependencies, overrides: dependencies }),
    );
    writeFileSync(join(app, 'main.mjs'), PROGRAM);

    // A PATH with node, npm and a shell: whatever needs a compiler fails here.
    const programs = join(folder, 'bin');
    mkdirSync(programs);
    for (const name of ['node', 'npm', 'sh']) symlinkSync(which(name), join(programs, name));
    const env = { ...process.env, PATH: [programs].join(delimiter), HOME: folder };
    step('installing in an empty folder, offline, without a compiler');
    await quiet('npm', ['install', '--offline', '--no-audit', '--no-fund'], { cwd: app, env });
    const said = output(join(programs, 'node'), ['main.mjs'], { cwd: app, env }).trim();
    step(`the installed package says: ${said}`);
    return said === 'read 2' ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

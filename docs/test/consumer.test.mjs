// The short form of `pnpm check consumers`: what is published of one package, installed by a stranger.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentPlatform } from '../../packages/native/src/platform.ts';
import { platforms } from '../../packages/native/src/platforms.ts';
import { installed } from '../../scripts/consumers/managers.mjs';
import { startRegistry } from '../../scripts/consumers/registry.mjs';
import { Sandbox } from '../../scripts/consumers/sandbox.mjs';
import { firstSnippet } from '../../scripts/consumers/snippets.mjs';
import { packAll } from '../../scripts/pack/pack-all.mjs';
import { targets } from '../../scripts/prebuild/targets.mjs';
import { makeFixtures } from './fixtures.ts';

const platform = `@dareblopy/native-${currentPlatform().name}`;
let out = '';
let packages = [];
let registry;
let sandbox;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'dareblopy-tarballs-'));
  packages = await packAll(out, { local: true, built: true, only: ['native', 'core', 'zip'] });
  registry = await startRegistry(packages);
  sandbox = new Sandbox(registry.url);
}, 120_000);
afterAll(async () => {
  await registry?.close();
  sandbox?.remove();
  rmSync(out, { recursive: true, force: true });
});

describe('what is published', () => {
  it('installs alone, without a compiler, and its README works', { timeout: 120_000 }, async () => {
    const app = sandbox.app('zip', { '@dareblopy/zip': '*' });
    await sandbox.run('npm', ['install'], app);
    expect(installed(app)).toEqual(
      ['@dareblopy/core', '@dareblopy/native', platform, '@dareblopy/zip'].sort(),
    );
    const fixtures = await makeFixtures();
    copyFileSync(join(fixtures, 'photos.zip'), join(app, 'photos.zip'));
    rmSync(fixtures, { recursive: true });
    writeFileSync(join(app, 'snippet.mjs'), firstSnippet('zip'));
    expect(await sandbox.run('node', ['snippet.mjs'], app)).toMatch(/^8 \d+ 2\n$/);
  });

  it('carries the licenses of what is linked into the binary, and says what that is', async () => {
    const folder = join(sandbox.folder, 'zip/node_modules', platform);
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const { components } = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'));
    const names = components.map(({ name }) => name);
    expect(names).toContain('libjpeg-turbo');
    for (const { name, version } of components) expect(notices).toContain(`${name} ${version} (`);
    expect(notices).toContain('based in part on the work of the Independent JPEG Group');
    expect(names).not.toContain('googletest');
  });

  it('is built for the platforms that the loader knows', () => {
    expect(Object.keys(targets)).toEqual(platforms);
  });
});

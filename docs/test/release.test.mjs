import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { absoluteLinks } from '../../scripts/pack/readme.mjs';
import { inOrder } from '../../scripts/release/publish.mjs';
import { setVersion } from '../../scripts/release/version.mjs';

describe('the version', () => {
  let folder = '';
  const manifest = (name) => join(folder, name, 'package.json');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dareblopy-version-'));
    for (const name of ['packages/a', 'packages/b', 'docs']) {
      mkdirSync(join(folder, name), { recursive: true });
      const text = { name, version: '0.1.0', engines: { version: '9' } };
      writeFileSync(manifest(name), JSON.stringify(text, null, 2));
    }
    writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n- More.\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is one for all packages, and names what was unreleased', () => {
    setVersion('0.2.0', folder, new Date('2026-12-01T10:00:00Z'));
    for (const name of ['packages/a', 'packages/b', 'docs']) {
      const { version, engines } = JSON.parse(readFileSync(manifest(name), 'utf8'));
      expect([version, engines.version]).toEqual(['0.2.0', '9']);
    }
    expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toBe(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- More.\n',
    );
    expect(() => setVersion('0.3.0', folder)).toThrow('says nothing under "Unreleased"');
  });

  it('is refused when it is none', () => {
    for (const version of [undefined, '1.2', 'v1.2.3']) {
      expect(() => setVersion(version, folder)).toThrow('a version is three numbers');
    }
  });
});

describe('a release', () => {
  it('publishes what others depend on first', () => {
    const one = (name, manifest = {}) => ({ name, manifest });
    const packages = [
      one('dareblopy', { dependencies: { '@dareblopy/zip': '1' } }),
      one('@dareblopy/zip', { dependencies: { '@dareblopy/native': '1', other: '2' } }),
      one('@dareblopy/native', { optionalDependencies: { '@dareblopy/native-linux': '1' } }),
      one('@dareblopy/native-linux'),
    ];
    expect(inOrder(packages).map(({ name }) => name)).toEqual([
      '@dareblopy/native-linux',
      '@dareblopy/native',
      '@dareblopy/zip',
      'dareblopy',
    ]);
  });

  it('has links in its READMEs that work on the page of npm', () => {
    const links = (text) => absoluteLinks(text, { name: '@dareblopy/zip', version: '1.2.3' });
    expect(links('[a](../../docs/zip.md#x) [b](https://b) [c](#c)')).toMatch(
      /^\[a\]\(https:\/\/[^ ]+\/blob\/v1\.2\.3\/docs\/zip\.md#x\) \[b\]\(https:\/\/b\) \[c\]\(#c\)$/,
    );
    expect(links('![p](picture.png)')).toMatch(/\/raw\/v1\.2\.3\/packages\/zip\/picture\.png\)$/);
    expect(() => links('[x](../../../secret)')).toThrow('is not in the repository');
  });
});

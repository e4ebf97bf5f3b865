// The loader in folders as installers leave them, each program in a process of its own.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentPlatform } from '../src/platform.ts';
import { platforms } from '../src/platforms.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const built = join(here, 'prebuilds', `${process.platform}-${process.arch}`, 'dareblopy.node');
const { name } = currentPlatform();
const other = platforms.find((one) => one !== name) as string;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dareblopy-load-'));
  const target = join(folder, 'node_modules/@dareblopy/native');
  mkdirSync(target, { recursive: true });
  cpSync(join(here, 'dist'), join(target, 'dist'), { recursive: true });
  copyFileSync(join(here, 'package.json'), join(target, 'package.json'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lays out a package whose main file is the binary. */
function install(packageName: string, write = (path: string) => copyFileSync(built, path)): string {
  const target = join(folder, 'node_modules/@dareblopy', packageName);
  mkdirSync(target, { recursive: true });
  const manifest = { name: `@dareblopy/${packageName}`, version: '0.0.0', main: 'dareblopy.node' };
  writeFileSync(join(target, 'package.json'), JSON.stringify(manifest));
  write(join(target, 'dareblopy.node'));
  return join(target, 'dareblopy.node');
}

const PROGRAM =
  "import('@dareblopy/native').then(({ native }) => console.log(typeof native.runtimeInfo().threads), " +
  '(error) => { console.error(error.message); process.exit(7); })';

function load(env: NodeJS.ProcessEnv = {}, cwd = folder) {
  return spawnSync(process.execPath, ['-e', PROGRAM], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, DAREBLOPY_NATIVE_PATH: undefined, ...env },
  });
}

const LOADED = { stdout: 'number\n', status: 0 };

describe('the binary is taken from', () => {
  it("the platform's package", () => {
    install(`native-${name}`);
    expect(load()).toMatchObject(LOADED);
  });

  it('the package that built it, rather than from the one that was fetched', () => {
    install('native-source');
    install(`native-${name}`, (path) => writeFileSync(path, 'not a binary'));
    expect(load()).toMatchObject(LOADED);
  });

  it('where DAREBLOPY_NATIVE_PATH says, and from nowhere else', () => {
    install(`native-${name}`);
    expect(load({ DAREBLOPY_NATIVE_PATH: built })).toMatchObject(LOADED);
    const wrong = load({ DAREBLOPY_NATIVE_PATH: join(folder, 'nothing.node') });
    expect(wrong.status).toBe(7);
    expect(wrong.stderr).toContain('nothing.node (named by DAREBLOPY_NATIVE_PATH): not there');
    expect(wrong.stderr).toContain('DAREBLOPY_NATIVE_PATH is set, so nothing else was looked for');
  });

  it('a folder that is read-only, and was moved since it was installed', async () => {
    const binary = install(`native-${name}`);
    await chmod(binary, 0o444);
    await chmod(dirname(binary), 0o555);
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    try {
      expect(load({ HOME: '/nonexistent', TMPDIR: '/nonexistent' }, moved)).toMatchObject(LOADED);
    } finally {
      await chmod(join(moved, 'node_modules/@dareblopy', `native-${name}`), 0o755);
      renameSync(moved, folder);
    }
  });
});

describe('without a binary the message says', () => {
  it('which system this is, what was looked for, and what helps', () => {
    const { status, stderr } = load();
    expect(status).toBe(7);
    expect(stderr).toContain(`no binary that loads on ${name} (`);
    expect(stderr).toContain(`Node ${process.version}`);
    if (process.platform === 'linux') expect(stderr).toMatch(/\((glibc|musl) \d+\.\d+/);
    expect(stderr).toContain(`@dareblopy/native-${name} (the package for this system): not there`);
    for (const help of ['--omit=optional', 'lock file', 'native-source', 'DAREBLOPY_NATIVE_PATH']) {
      expect(stderr).toContain(help);
    }
  });

  it("that another system's package is there, and how to install for this one", () => {
    install(`native-${other}`, (path) => writeFileSync(path, ''));
    const { stderr } = load();
    expect(stderr).toContain(
      `@dareblopy/native-${other} is there: node_modules was installed on another`,
    );
    expect(stderr).toContain(`npm install --os=${process.platform} --cpu=${process.arch}`);
  });

  it("the system's own reason when the package is there and does not load", () => {
    install(`native-${name}`, (path) => writeFileSync(path, 'not a binary'));
    const { stderr } = load();
    expect(stderr).toMatch(/the package for this system\): (?!not there).+/);
    expect(stderr).toContain('reinstall: the file may be damaged');
    expect(stderr).not.toContain('--omit=optional');
  });

  it('that none is published where none is', () => {
    const script = join(folder, 'alien.mjs');
    writeFileSync(
      script,
      "Object.defineProperty(process, 'platform', { value: 'sunos' });\n" +
        "await import('@dareblopy/native').catch((error) => console.log(error.message));\n",
    );
    const { stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8', cwd: folder });
    expect(stdout).toContain(`no binary that loads on sunos-${process.arch} (`);
    expect(stdout).toContain(`No binary is published for it; there are: ${platforms.join(', ')}.`);
    expect(stdout).toContain('npm install @dareblopy/native-source');
  });
});

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as core from '@dareblopy/core';
import * as zip from '@dareblopy/zip';
import { describe, expect, it } from 'vitest';
import * as all from '../src/index.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };

describe('dareblopy', () => {
  it('has the packages under their names, and not copies of them', () => {
    expect(all.zip.openZip).toBe(zip.openZip);
    expect(all.core.DareblopyError).toBe(core.DareblopyError);
    const inside = Object.keys(all).map((name) => `@dareblopy/${name}`);
    const { dependencies } = read('../package.json');
    const elsewhere = ['@dareblopy/cli', '@dareblopy/onnx-adapter', '@dareblopy/tfjs-adapter'];
    expect([...inside, ...elsewhere].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('has the same version as they have', () => {
    const { version } = read('../package.json');
    for (const name of readdirSync(new URL('../..', import.meta.url))) {
      expect([name, read(`../../${name}/package.json`).version]).toEqual([name, version]);
    }
  });

  it('has the command', () => {
    const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, [bin, '--help'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^Usage: dareblopy/m);
    expect(status).toBe(0);
  });
});

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createZip } from '@dareblopy/zip';
import { beforeAll, describe, expect, it } from 'vitest';
import { picture, temporaryFolder } from './run.ts';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  const zip = await createZip(at('p.zip'));
  const large = picture(1, 600, 400);
  for (let i = 0; i < 20; i++) await zip.add(`${i}.jpg`, large, { method: 'store' });
  await zip.close();
  mkdirSync(at('out'));
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...argv], { env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (status) => resolve({ status, out, err })),
  );
  return { child, ended };
}

// The built program in a process of its own; vitest alone needs `pnpm build` before.
describe('the program', () => {
  it('answers with its exit status', async () => {
    const help = await start(['--help']).ended;
    expect(help).toMatchObject({
      status: 0,
      err: '',
      out: expect.stringMatching(/^Usage: dareblopy/),
    });
    expect(await start(['frobnicate']).ended).toMatchObject({ status: 2, out: '' });
  });

  it('ends with Ctrl-C at once and leaves nothing half-written', async () => {
    const bytes = readFileSync(at('p.zip'));
    // The first read before the directory stalls: whatever waits for a server ends, too.
    const server = createServer((request, response) => {
      const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const begin = from === '' ? bytes.length - Number(to) : Number(from);
      const end = from === '' ? bytes.length : Math.min(Number(to) + 1, bytes.length);
      if (begin < bytes.length / 2) return void child.kill('SIGINT');
      const range = `bytes ${begin}-${end - 1}/${bytes.length}`;
      response.writeHead(206, {
        'content-length': end - begin,
        'content-range': range,
        etag: '"1"',
      });
      response.end(bytes.subarray(begin, end));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p.zip`;
    const { child, ended } = start(['pack', url, '-o', at('out/x.zip')]);
    try {
      expect(await ended).toMatchObject({ status: 130, out: '', err: '' });
      expect(readdirSync(at('out'))).toEqual([]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('takes a reader that has seen enough for no error', async () => {
    const { child, ended } = start(['inspect', at('p.zip'), '--json']);
    child.stdout.destroy();
    expect(await ended).toMatchObject({ status: 0, err: '' });
  });
});

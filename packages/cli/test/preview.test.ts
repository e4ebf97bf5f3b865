import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJpegInfo } from '@dareblopy/jpeg';
import { createZip } from '@dareblopy/zip';
import { beforeAll, describe, expect, it } from 'vitest';
import { picture, run, runJson, temporaryFolder } from './run.ts';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);

interface Preview {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly string[];
  readonly bad: readonly { readonly name: string }[];
}

beforeAll(async () => {
  for (const name of ['cat', 'dog']) mkdirSync(at('photos', name), { recursive: true });
  for (let i = 0; i < 10; i++) {
    writeFileSync(at('photos', i % 2 ? 'cat' : 'dog', `${i}.jpg`), picture(i));
  }
  await run(['convert', at('photos'), at('plain.tfrecord')]);
  await run(['pack', at('photos'), '-o', at('t.tfrecord')]);
  await run(['pack', at('photos'), '-o', at('t.tfrecord.gz')]);
});

describe('preview', () => {
  it('writes a grid with classes and names', async () => {
    const argv = ['preview', at('photos'), '--grid', '4x2', '--size', '40', '-o', at('a.jpg')];
    const shown = await runJson<Preview>(argv);
    expect(shown.labels).toHaveLength(8);
    for (const label of shown.labels) {
      const [, name, number] = /^(cat|dog) (\d)\.jpg$/.exec(label) ?? [];
      expect(name).toBe(Number(number) % 2 ? 'cat' : 'dog');
    }
    expect(shown.width).toBe(4 * 42 + 2);
    expect(await readJpegInfo(at('a.jpg'))).toMatchObject({
      width: shown.width,
      height: shown.height,
    });
    expect(await runJson<Preview>(argv)).toEqual(shown);
    expect((await runJson<Preview>([...argv, '--seed', '5'])).labels).not.toEqual(shown.labels);
  });

  it('shows records, also compressed ones, with their labels', async () => {
    for (const name of ['t.tfrecord', 't.tfrecord.gz']) {
      const argv = ['preview', at(name), '--grid', '2x1', '--in-order', '-o', at('b.jpg')];
      expect((await runJson<Preview>(argv)).labels).toEqual([`cat ${name}#0`, `cat ${name}#1`]);
    }
  });

  it('takes the transform of a module', async () => {
    const options =
      "size: [20, 30], dtype: 'float32', layout: 'CHW', range: [-1, 1], crop: 'random'";
    writeFileSync(at('t.mjs'), `export default () => ({ ${options} });`);
    const argv = ['preview', at('photos'), '--transform', at('t.mjs'), '-o', at('c.jpg')];
    const shown = await runJson<Preview>([...argv, '--grid', '2x2']);
    expect(shown.width).toBe(2 * 32 + 2);
    writeFileSync(at('wrong.mjs'), 'export default 7;');
    const wrong = await run(['preview', at('photos'), '--transform', at('wrong.mjs')]);
    expect(wrong).toMatchObject({
      status: 2,
      err: expect.stringContaining('but it exports number'),
    });
    const none = await run(['preview', at('photos'), '--transform', at('none.mjs')]);
    expect(none).toMatchObject({ status: 2, err: expect.stringContaining('cannot be loaded') });
  });

  it('leaves out what cannot be decoded, and says so', async () => {
    const zip = await createZip(at('bad.zip'));
    await zip.add('good.jpg', picture(0));
    await zip.add('half.jpg', picture(1).subarray(0, 700));
    await zip.close();
    const argv = ['preview', at('bad.zip'), '-o', at('d.jpg')];
    const { status, err, out } = await run(argv);
    expect([status, err]).toEqual([1, expect.stringMatching(/left out: half\.jpg: Premature/)]);
    expect(out).toMatch(/1 picture, /);
  });

  it('shows itself in terminals that can, and only there', async () => {
    const argv = ['preview', at('photos'), '--grid', '2x1', '-o', at('e.jpg')];
    const iterm = await run(argv, { isTTY: true, env: { TERM_PROGRAM: 'iTerm.app' } });
    expect(iterm.out).toContain('\u001b]1337;File=inline=1');
    const kitty = await run(argv, { isTTY: true, env: { TERM: 'xterm-kitty' } });
    expect(kitty.out).toContain('\u001b_Ga=T,f=24,s=262');
    for (const world of [{ isTTY: true }, { env: { TERM: 'xterm-kitty' } }]) {
      expect((await run(argv, world)).out).not.toContain('\u001b_G');
    }
  });

  it.each([
    [['--grid', '8'], /a grid such as 8x4/],
    [['--grid', '0x3'], /a grid such as 8x4/],
  ])('%j is misuse', async (more, message) => {
    const { status, err } = await run(['preview', at('photos'), ...more]);
    expect([status, err]).toEqual([2, expect.stringMatching(message)]);
  });

  it('says where there are no pictures', async () => {
    writeFileSync(at('notes.txt'), 'words');
    const { status, err } = await run(['preview', at('notes.txt')]);
    expect([status, err]).toEqual([2, expect.stringContaining('There are no JPEGs')]);
  });
});

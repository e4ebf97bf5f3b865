// The declarations as users' compilers see them: every way of resolving, an old compiler and a new one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUITE } from './runtimes.mjs';
import { program } from './toolbox.mjs';

const PROGRAM = `
import { type ByteSource, type NDArray, openFolder, readFiles } from '@dareblopy/core';
import type { NativeDecoder } from '@dareblopy/core/extend';
import { decodeJpeg, jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { exampleParser, fixedLen, ragged } from '@dareblopy/tfrecord';
import { openZip } from '@dareblopy/zip';

const archive = await openZip('photos.zip');
const entry: ByteSource = archive.entry('0.jpg');
const bytes: Uint8Array = await archive.read('0.jpg');
const [first]: Uint8Array[] = await readFiles(['a']);
const image: NDArray<'uint8'> = await decodeJpeg(entry);
const decoder = jpeg({ size: [2, 2], dtype: 'float32' });
const any: NativeDecoder<never, unknown> = decoder;
const loader = new DataLoader(archive.glob('*'), {
  decode: { image: decoder, label: (source) => source.name.length },
  batchSize: 2,
});
for await (const batch of loader) {
  const pixels: Float32Array = batch.image.data;
  const labels: Int32Array = batch.label.data;
  // @ts-expect-error There is no such column.
  batch.mask;
  console.log(pixels, labels, bytes, first, image, any);
}
const parsed = await exampleParser({ label: fixedLen([], 'int64'), tags: ragged('string') }).decode([]);
const label: BigInt64Array = parsed.label.data;
const tags: readonly string[] = parsed.tags.values.data;
// @ts-expect-error A glob is a string.
await openFolder('photos', { glob: 7 });
console.log(label, tags);
`;

const RESOLUTIONS = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

export async function types(results, { sandbox, tools }) {
  const dependencies = Object.fromEntries(SUITE.map((name) => [name, '*']));
  const app = sandbox.app('types', { ...dependencies, '@types/node': '20.19.41' });
  await sandbox.run('npm', ['install'], app);
  mkdirSync(join(app, 'src'));
  writeFileSync(join(app, 'src/main.ts'), PROGRAM);
  for (const [compiler, label] of [
    ['typescript-5.4/bin/tsc', 'TypeScript 5.4'],
    ['typescript/bin/tsc', 'TypeScript 7.0'],
  ]) {
    for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
      await results.check('types', `${label}, ${name}`, () => {
        const project = join(app, `tsconfig.${name}.json`);
        const common = { target: 'es2022', lib: ['es2022'], types: ['node'], noEmit: true };
        const compilerOptions = { ...common, ...resolution, strict: true, skipLibCheck: false };
        writeFileSync(project, JSON.stringify({ compilerOptions, include: ['src'] }));
        return sandbox.run('node', [program(tools, compiler), '-p', project], app).then(() => '');
      });
    }
  }
}

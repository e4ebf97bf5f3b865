// Removes everything that a build made. Caches outside the tree stay.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';

const folders = [
  'native/build',
  '.turbo',
  'node_modules/.cache',
  'output',
  'site/dist',
  'site/api',
];
for (const name of existsSync(join(root, 'packages')) ? readdirSync(join(root, 'packages')) : []) {
  for (const made of ['dist', 'prebuilds', '.turbo']) folders.push(`packages/${name}/${made}`);
}
for (const folder of folders) rmSync(join(root, folder), { recursive: true, force: true });

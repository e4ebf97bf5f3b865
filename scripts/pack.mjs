// npm run pack [-- --out folder] [--local] [package...]: everything that is published, as tarballs.
// Binaries are those of `npm run prebuild`; --local takes the one that `npm run build` made.
import { join } from 'node:path';
import { main } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { packAll } from './pack/pack-all.mjs';

await main(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--out');
  const out = at < 0 ? join(root, 'build/packages') : args.splice(at, 2)[1];
  const local = args.includes('--local');
  const only = args.filter((arg) => !arg.startsWith('--'));
  const packages = await packAll(out, { local, only: only.length > 0 ? only : undefined });
  for (const { name, version, bytes } of packages) {
    console.log(`${`${name}@${version}`.padEnd(44)} ${(bytes / 1000).toFixed(0).padStart(6)} kB`);
  }
  console.log(out);
});

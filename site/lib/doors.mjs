// The public doors of the packages: what users, and authors of formats and adapters, import.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';

/** Only for our own packages, or other packages' names once more. */
const OWN = ['native', 'dareblopy'];

/**
 * [{ name: '@dareblopy/core/extend', source, moduleName }]: `source` is the door's TypeScript file,
 * `moduleName` what TypeDoc calls it.
 */
export function publicDoors() {
  return readdirSync(join(root, 'packages')).flatMap((folder) => {
    const manifest = join(root, 'packages', folder, 'package.json');
    if (OWN.includes(folder) || !existsSync(manifest)) return [];
    const { name, exports = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    return Object.entries(exports)
      .filter(([path, target]) => path !== './internal' && target['dareblopy-source'])
      .map(([path, target]) => ({
        name: path === '.' ? name : `${name}${path.slice(1)}`,
        source: join(root, 'packages', folder, target['dareblopy-source']),
        moduleName: path === '.' ? `${folder}/src` : `${folder}/src${path.slice(1)}`,
      }));
  });
}

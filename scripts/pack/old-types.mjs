// Declarations for TypeScript before 5.7, whose typed arrays have no type parameter.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The condition of `exports`, and the folder that it leads to. */
export const OLD_TYPES = 'types@<5.7';
const FOLDER = 'dist/before-5.7';

const GENERIC =
  /\b((?:Uint8|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64|BigInt64|BigUint64)Array|DataView)<[^<>]*>/g;

/** Writes them beside the others, and names them in the manifest's `exports`. */
export function addOldTypes(folder, manifest) {
  const dist = join(folder, 'dist');
  const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  for (const file of files) {
    const target = join(folder, FOLDER, file);
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(dist, file), 'utf8');
    writeFileSync(
      target,
      text.replace(GENERIC, '$1').replace(/^\/\/# sourceMappingURL=.*\n?/m, ''),
    );
  }
  return { ...manifest, exports: withOldTypes(manifest.exports) };
}

function withOldTypes(exports) {
  if (typeof exports !== 'object') return exports;
  const entries = Object.entries(exports).flatMap(([key, value]) =>
    key === 'types'
      ? [
          [OLD_TYPES, value.replace('./dist', `./${FOLDER}`)],
          [key, value],
        ]
      : [[key, withOldTypes(value)]],
  );
  return Object.fromEntries(entries);
}

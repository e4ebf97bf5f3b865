import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const PACKAGE = '@dareblopy/native';

/** Where the binary may lie, from the first choice to the last, as specifiers relative to this file. */
function candidates(platform: string): string[] {
  const override = process.env.DAREBLOPY_NATIVE_PATH;
  return [...(override ? [override] : []), `../prebuilds/${platform}/dareblopy.node`];
}

/**
 * Whether this code was copied out of its package: then nothing lies where it says, and reinstalling helps
 * nobody. The URL's parts are joined here, as bundlers take `new URL('...', import.meta.url)` for a file to copy.
 */
function isBundled(url: string | undefined): boolean {
  if (!url) return true; // A bundle in CommonJS has no import.meta.
  try {
    const manifest = new URL(['..', 'package.json'].join('/'), url);
    return JSON.parse(readFileSync(manifest, 'utf8')).name !== PACKAGE;
  } catch {
    return true;
  }
}

/** Loads the addon, or throws an Error that says what was tried and what helps. */
export function loadAddon(): unknown {
  const url: string | undefined = import.meta.url;
  const platform = `${process.platform}-${process.arch}`;
  const tried: string[] = [];
  const require = createRequire(url || `${process.cwd()}/`);
  // webpack takes createRequire for its own and leaves no function.
  const bundled = typeof require !== 'function' || isBundled(url);
  for (const candidate of candidates(platform)) {
    try {
      return require(candidate);
    } catch (error) {
      tried.push(`  ${candidate}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  const advice = bundled ? adviceForBundles() : adviceForPackages(platform);
  throw new Error(
    [
      `${PACKAGE} has no binary that loads on ${platform} (Node ${process.version}).`,
      ...tried,
      ...advice,
    ].join('\n'),
  );
}

function adviceForPackages(platform: string): string[] {
  return [
    'Possible solutions:',
    '  - in a clone of the repository: npm run build (needs a C++20 compiler and CMake)',
    `  - in an application: reinstall ${PACKAGE} from a package that was built for ${platform}`,
    '  - point DAREBLOPY_NATIVE_PATH at a dareblopy.node that was built for this platform',
  ];
}

function adviceForBundles(): string[] {
  return [
    `${PACKAGE} was bundled: its code is no longer beside its binary, which a bundler cannot take along.`,
    'Possible solutions: mark every package of @dareblopy as external, and install them beside the bundle',
    "  - esbuild: --external:@dareblopy/*, or external: ['@dareblopy/*']",
    "  - webpack: externalsType: 'module' (or 'commonjs'), externals: [/^@dareblopy\\//]",
    '  - Rollup, Rolldown, Vite: external: [/^@dareblopy\\//]',
    "  - Next.js: serverExternalPackages: ['@dareblopy/core', '@dareblopy/native', ...]",
  ];
}

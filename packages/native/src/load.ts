import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { advice } from './advice.ts';
import { currentPlatform, describePlatform } from './platform.ts';
import { platforms } from './platforms.ts';

const PACKAGE = '@dareblopy/native';

interface Candidate {
  /** What `require` is given: a path, or the name of a package. */
  readonly specifier: string;
  readonly what: string;
}

/** Where the binary may be, from the first choice to the last. A path that somebody named is the only one. */
function candidates(platform: string): Candidate[] {
  const override = process.env.DAREBLOPY_NATIVE_PATH;
  if (override) return [{ specifier: override, what: 'named by DAREBLOPY_NATIVE_PATH' }];
  const local = `../prebuilds/${process.platform}-${process.arch}/dareblopy.node`;
  return [
    { specifier: local, what: 'built in a clone of the repository' },
    { specifier: `${PACKAGE}-source`, what: 'built where it was installed' },
    { specifier: `${PACKAGE}-${platform}`, what: 'the package for this system' },
  ];
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

/** Loads the addon, or throws an Error that says what was looked for and what helps. */
export function loadAddon(): unknown {
  const url: string | undefined = import.meta.url;
  const platform = currentPlatform();
  const require = createRequire(url || `${process.cwd()}/`);
  // webpack takes createRequire for its own and leaves no function.
  const callable = typeof require === 'function';
  const has = (name: string) => callable && isThere(require, name);
  const tried: string[] = [];
  let cause: unknown;
  for (const { specifier, what } of candidates(platform.name)) {
    try {
      return require(specifier);
    } catch (error) {
      const there = has(specifier);
      if (there || cause === undefined) cause = error;
      tried.push(`  ${specifier} (${what}): ${there ? firstLine(error) : 'not there'}`);
    }
  }
  const told = advice({
    platform,
    bundled: !callable || isBundled(url),
    overridden: Boolean(process.env.DAREBLOPY_NATIVE_PATH),
    installed: has(`${PACKAGE}-${platform.name}`),
    others: platforms.map((name) => `${PACKAGE}-${name}`).filter(has),
  });
  const header = `${PACKAGE} has no binary that loads on ${describePlatform(platform)}. Looked for:`;
  throw new Error([header, ...tried, ...told].join('\n'), { cause });
}

function isThere(require: NodeJS.Require, specifier: string): boolean {
  try {
    require.resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  return String((error as Error)?.message ?? error).split('\n')[0] as string;
}

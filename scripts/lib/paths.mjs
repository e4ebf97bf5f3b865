import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const nativeDir = join(root, 'native');
export const addonPackage = join(root, 'packages/native');
export const releaseBuild = join(nativeDir, 'build/release');
/** What `npm run prebuild` made: a folder a platform. */
export const prebuildDir = join(nativeDir, 'build/prebuilds');
export const platform = `${process.platform}-${process.arch}`;
export const prebuild = join(addonPackage, 'prebuilds', platform, 'dareblopy.node');

const xdg = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
/** Everything that is fetched or built once per machine lives here. */
export const cacheDir = process.env.DAREBLOPY_CACHE_DIR || join(xdg, 'dareblopy');

/** A folder of archives; when set, nothing third-party is downloaded. */
export const archiveDir = process.env.DAREBLOPY_THIRD_PARTY_DIR || undefined;

/** Path of a program that the workspace's root package installs. */
export const bin = (name) => join(root, 'node_modules/.bin', name);

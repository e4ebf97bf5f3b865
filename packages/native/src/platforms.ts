/** The platforms with a binary of their own, each in a package named after it: `@dareblopy/native-<platform>`. */
export const platforms: readonly string[] = [
  'linux-x64-gnu',
  'linux-arm64-gnu',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-arm64',
  'darwin-x64',
  'win32-x64',
];

/** The oldest glibc that the binaries for it load on. */
export const OLDEST_GLIBC = '2.28';

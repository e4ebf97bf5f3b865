import { createRequire } from 'node:module';

/** Where the binary may lie, from the first choice to the last, as specifiers relative to this file. */
function candidates(platform: string): string[] {
  const override = process.env.DAREBLOPY_NATIVE_PATH;
  return [...(override ? [override] : []), `../prebuilds/${platform}/dareblopy.node`];
}

/** Loads the addon, or throws an Error that says what was tried and what helps. */
export function loadAddon(): unknown {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform}-${process.arch}`;
  const tried: string[] = [];
  for (const candidate of candidates(platform)) {
    try {
      return require(candidate);
    } catch (error) {
      tried.push(`  ${candidate}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new Error(
    [
      `@dareblopy/native has no binary that loads on ${platform} (Node ${process.version}).`,
      ...tried,
      'Possible solutions:',
      '  - in a clone of the repository: npm run build (needs a C++20 compiler and CMake)',
      `  - in an application: reinstall @dareblopy/native from a package that was built for ${platform}`,
      '  - point DAREBLOPY_NATIVE_PATH at a dareblopy.node that was built for this platform',
    ].join('\n'),
  );
}

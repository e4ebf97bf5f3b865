import type { Platform } from './platform.ts';
import { OLDEST_GLIBC, platforms } from './platforms.ts';

/** What was found where, when no binary loaded. */
export interface Findings {
  readonly platform: Platform;
  /** This package's code was copied into a bundle. */
  readonly bundled: boolean;
  /** DAREBLOPY_NATIVE_PATH was set. */
  readonly overridden: boolean;
  /** The platform's package is there; its binary did not load. */
  readonly installed: boolean;
  /** Packages of other platforms that are there. */
  readonly others: readonly string[];
}

const FROM_SOURCE =
  '  - build it: npm install @dareblopy/native-source (needs a C++20 compiler, CMake and make)';
const OVERRIDE =
  '  - point DAREBLOPY_NATIVE_PATH at a dareblopy.node that was built for this system';

/** What helps, as lines. */
export function advice(findings: Findings): string[] {
  if (findings.overridden) {
    return [
      'DAREBLOPY_NATIVE_PATH is set, so nothing else was looked for.',
      'Possible solutions: unset it, or point it at a dareblopy.node that was built for this system',
    ];
  }
  if (findings.bundled) return forBundles();
  if (findings.installed) return forABinaryThatDoesNotLoad(findings.platform);
  if (!platforms.includes(findings.platform.name)) {
    return [
      `No binary is published for it; there are: ${platforms.join(', ')}.`,
      'Possible solutions:',
      FROM_SOURCE,
      OVERRIDE,
    ];
  }
  return forAMissingPackage(findings);
}

function forAMissingPackage({ platform, others }: Findings): string[] {
  const wanted = `@dareblopy/native-${platform.name}`;
  const [os, cpu] = platform.name.split('-');
  const libc = platform.libc ? ` --libc=${platform.libc}` : '';
  const lines = ['Possible solutions:'];
  if (others.length > 0) {
    lines.push(
      `  - ${others.join(', ')} is there: node_modules was installed on another system. Install on this one,`,
      `    or for it (Docker layers, AWS Lambda): npm install --os=${os} --cpu=${cpu}${libc}`,
    );
  }
  lines.push(
    '  - it is an optional dependency: install without --omit=optional (npm, bun), --no-optional (pnpm),',
    '    --ignore-optional (yarn)',
    '  - a lock file that was made on another system may lack it (a known fault of npm): remove node_modules and',
    '    package-lock.json and install again, once; then the lock file serves all systems',
    `  - name it among your own dependencies: npm install --save-optional ${wanted}`,
    FROM_SOURCE,
    OVERRIDE,
  );
  return lines;
}

function forABinaryThatDoesNotLoad({ libc }: Platform): string[] {
  const lines = ['Possible solutions:'];
  if (libc === 'glibc') lines.push(`  - glibc ${OLDEST_GLIBC} or newer is needed`);
  if (process.versions.electron) {
    lines.push(
      "  - Electron: a binary inside an asar archive does not load; unpack it, asarUnpack: ['**/@dareblopy/native-*/**']",
    );
  }
  if (process.versions.pnp) {
    lines.push(
      '  - Yarn PnP: a binary inside a zip does not load; `yarn unplug @dareblopy/native-*`, and install again',
    );
  }
  lines.push('  - reinstall: the file may be damaged', FROM_SOURCE, OVERRIDE);
  return lines;
}

function forBundles(): string[] {
  return [
    '@dareblopy/native was bundled: its code is no longer beside its binary, which a bundler cannot take along.',
    'Possible solutions: mark every package of @dareblopy as external, and install them beside the bundle',
    "  - esbuild: --external:@dareblopy/*, or external: ['@dareblopy/*']",
    "  - webpack: externalsType: 'module' (or 'commonjs'), externals: [/^@dareblopy\\//]",
    '  - Rollup, Rolldown, Vite: external: [/^@dareblopy\\//]',
    "  - Next.js: serverExternalPackages: ['@dareblopy/core', '@dareblopy/native', ...]",
  ];
}

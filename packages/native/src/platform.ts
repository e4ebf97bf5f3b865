import { currentLibc, type Libc, libcVersion } from './libc.ts';

/** The system that a binary has to fit. */
export interface Platform {
  /** As in the name of the platform's package: `linux-x64-gnu`, `darwin-arm64`. */
  readonly name: string;
  /** On Linux. */
  readonly libc?: Libc;
}

export function currentPlatform(): Platform {
  const base = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return { name: base };
  const libc = currentLibc();
  return { name: `${base}-${libc === 'musl' ? 'musl' : 'gnu'}`, libc };
}

/** With the versions that matter when something does not load: `linux-x64-gnu (glibc 2.36, Node v20.19.0)`. */
export function describePlatform({ name, libc }: Platform): string {
  const parts: string[] = [];
  if (libc) parts.push(`${libc} ${libcVersion(libc) ?? 'of unknown version'}`);
  const { bun, deno, electron } = process.versions;
  parts.push(
    bun
      ? `Bun ${bun}`
      : deno
        ? `Deno ${deno}`
        : electron
          ? `Electron ${electron}`
          : `Node ${process.version}`,
  );
  return `${name} (${parts.join(', ')})`;
}

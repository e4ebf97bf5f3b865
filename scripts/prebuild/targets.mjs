// The platforms that binaries are published for. glibc 2.28 is that of RHEL 8 and Debian 10; macOS 11
// is the first of Apple's own processors.
const linux = (cpu, processor, libc) => ({
  os: 'linux',
  cpu,
  libc,
  processor,
  system: 'Linux',
  zig: `${processor}-linux-${libc === 'musl' ? 'musl' : 'gnu.2.28'}`,
});
const darwin = (cpu, processor) => ({
  os: 'darwin',
  cpu,
  processor,
  system: 'Darwin',
  zig: `${processor === 'arm64' ? 'aarch64' : processor}-macos.11.0`,
});
const windows = (cpu, processor) => ({
  os: 'win32',
  cpu,
  processor,
  system: 'Windows',
  zig: `${processor}-windows-gnu`,
});

export const targets = {
  'linux-x64-gnu': linux('x64', 'x86_64', 'glibc'),
  'linux-arm64-gnu': linux('arm64', 'aarch64', 'glibc'),
  'linux-x64-musl': linux('x64', 'x86_64', 'musl'),
  'linux-arm64-musl': linux('arm64', 'aarch64', 'musl'),
  'darwin-arm64': darwin('arm64', 'arm64'),
  'darwin-x64': darwin('x64', 'x86_64'),
  'win32-x64': windows('x64', 'x86_64'),
};

/** A binary of a platform's package, before and after packing. */
export const maxBinaryBytes = 3_000_000;
export const maxGlibc = [2, 28];

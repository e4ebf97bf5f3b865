// The package of one platform: its binary, notices, bill of materials, and nothing that runs.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { commonFields } from './manifest.mjs';
import { billOfMaterials, notices } from './notices.mjs';

export const platformName = (platform) => `@dareblopy/native-${platform}`;

/** Writes it below `work`; answers its folder. */
export async function writePlatformPackage(work, { name: platform, file, linked }, version) {
  const [os, cpu, libc] = platform.split('-');
  const name = platformName(platform);
  const folder = join(work, 'platforms', platform);
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name,
    version,
    description: `The binary of @dareblopy/native for ${platform}`,
    ...commonFields(name),
    main: 'dareblopy.node',
    files: ['dareblopy.node', 'THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json'],
    os: [os],
    cpu: [cpu],
    ...(libc ? { libc: [libc === 'gnu' ? 'glibc' : libc] } : {}),
    engines: { node: '>=20.19.0' },
    // Yarn PnP keeps packages in zips, which no system loads a binary from.
    preferUnplugged: true,
  };
  const put = (path, text) => writeFileSync(join(folder, path), text);
  put('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  put('README.md', readme(name, platform));
  put('THIRD-PARTY-NOTICES.txt', notices(linked));
  put('sbom.cdx.json', `${JSON.stringify(billOfMaterials({ name, version }, linked), null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  copyFileSync(file, join(folder, 'dareblopy.node'));
  return folder;
}

const readme = (name, platform) => `# ${name}

The binary of \`@dareblopy/native\` for ${platform}. It is installed by that package, as an optional dependency;
nobody needs to name it. What is linked into it, under which licenses: \`THIRD-PARTY-NOTICES.txt\` and
\`sbom.cdx.json\` (CycloneDX).
`;

// A registry with our tarballs, for package managers; what it does not have it sends on to npm's.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { output } from '../lib/exec.mjs';

/** Serves `packages` (of packAll) on a free port of this machine; answers { url, close }. */
export async function startRegistry(packages) {
  const upstream = output('npm', ['config', 'get', 'registry']).trim().replace(/\/$/, '');
  const files = new Map(
    packages.map((one) => [`/-/${basename(one.file)}`, readFileSync(one.file)]),
  );
  let url = '';
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.split('?')[0]);
    const file = files.get(path);
    const own = packages.filter(({ name }) => path === `/${name}`);
    if (file) response.end(file);
    else if (own.length > 0) response.end(JSON.stringify(describe(own, url)));
    else if (/^\/@dareblopy/.test(path)) response.writeHead(404).end('{}');
    else response.writeHead(302, { location: upstream + request.url }).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** A package as registries describe it. */
function describe(versions, url) {
  const { name, version: latest } = versions.at(-1);
  return {
    name,
    'dist-tags': { latest },
    time: Object.fromEntries(versions.map(({ version }) => [version, '2020-01-01T00:00:00.000Z'])),
    versions: Object.fromEntries(versions.map((one) => [one.version, describeVersion(one, url)])),
  };
}

function describeVersion({ manifest, file }, url) {
  const bytes = readFileSync(file);
  const hash = (name, encoding) => createHash(name).update(bytes).digest(encoding);
  const dist = {
    tarball: `${url}/-/${basename(file)}`,
    shasum: hash('sha1', 'hex'),
    integrity: `sha512-${hash('sha512', 'base64')}`,
  };
  const { name, version } = manifest;
  const hasInstallScript = manifest.scripts?.install !== undefined;
  return {
    ...manifest,
    _id: `${name}@${version}`,
    dist,
    ...(hasInstallScript && { hasInstallScript }),
  };
}

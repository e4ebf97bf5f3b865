// Imports go one way: native <- core <- formats and loader <- adapters; only
// native/addon includes napi.h, and the core includes nothing of the addon.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../lib/log.mjs';
import { nativeDir, root } from '../lib/paths.mjs';

const FORMATS = ['zip', 'tar', 'jpeg', 'png', 'image', 'tfrecord', 'loader'];
const MAY_IMPORT = {
  native: [],
  core: ['native'],
  ...Object.fromEntries(FORMATS.map((name) => [name, ['native', 'core']])),
  'tfjs-adapter': ['core'],
  'onnx-adapter': ['core'],
  remote: ['native', 'core'],
  cli: ['native', 'core', ...FORMATS, 'remote'],
  dareblopy: ['core', ...FORMATS, 'remote', 'tfjs-adapter', 'onnx-adapter', 'cli'],
};

await main(() => {
  const problems = [...packageProblems(), ...cppProblems()];
  for (const problem of problems) console.log(problem);
  return problems.length === 0 ? 0 : 1;
});

function* packageProblems() {
  for (const [name, allowed] of Object.entries(MAY_IMPORT)) {
    for (const file of list(join(root, 'packages', name, 'src'), /\.ts$/)) {
      if (/\.test(-d)?\.ts$/.test(file)) continue;
      const text = readFileSync(file, 'utf8');
      for (const [, target] of text.matchAll(/(?:from|import\()\s*'@dareblopy\/([\w-]+)/g)) {
        if (!allowed.includes(target)) yield `${file}: ${name} must not import ${target}`;
      }
    }
  }
}

function* cppProblems() {
  for (const file of list(join(nativeDir, 'core'), /\.(cc|h)$/)) {
    const text = readFileSync(file, 'utf8');
    if (/#include\s*[<"](napi|node_api|js_native_api|node|addon\/)/.test(text)) {
      yield `${file}: the core must not see Node`;
    }
    const folder = /core\/(zip|tar|jpeg|png|tfrecord)\//.exec(file)?.[1];
    for (const [, other] of text.matchAll(/#include\s*"core\/(zip|tar|jpeg|png|tfrecord)\//g)) {
      if (folder && other !== folder && !file.endsWith('_test.cc')) {
        yield `${file}: ${folder} must not include ${other}`;
      }
    }
  }
}

function list(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => pattern.test(name));
}

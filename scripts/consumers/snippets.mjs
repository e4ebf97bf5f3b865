// The first snippet of a package's README as a program, and the files that it speaks of.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript-api';
import { root } from '../lib/paths.mjs';

const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
const toJavaScript = (code) => ts.transpileModule(code, { compilerOptions: options }).outputText;

/** JavaScript of the first `ts` block, or undefined where a README has none that stands alone. */
export function firstSnippet(folder) {
  const readme = readFileSync(join(root, 'packages', folder, 'README.md'), 'utf8');
  const block = /^```ts\n([\s\S]*?)^```/m.exec(readme)?.[1];
  return block && /^import /m.test(block) ? toJavaScript(block) : undefined;
}

/** Packages that a program imports, by name. */
export function importsOf(code) {
  const names = [...code.matchAll(/(?:from|import) ['"]((?:@[\w-]+\/)?[\w-]+)[\w./-]*['"]/g)];
  return [...new Set(names.map(([, name]) => name))].filter((name) => name !== 'node');
}

/** The folder that docs/test/fixtures.ts makes. */
export async function makeFixtures() {
  const folder = join(root, `docs/test/.snippets-consumers-${process.pid}`);
  const source = readFileSync(join(root, 'docs/test/fixtures.ts'), 'utf8');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'fixtures.mjs');
  // One folder further down than the original.
  writeFileSync(program, toJavaScript(source).replaceAll("'../../testdata", "'../../../testdata"));
  try {
    return await (await import(pathToFileURL(program))).makeFixtures();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

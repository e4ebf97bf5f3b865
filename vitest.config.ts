import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const packages = readdirSync(new URL('./packages', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `packages/${entry.name}`);
/** Folders with tests; docs runs the snippets of every page, examples its programs at reduced size. */
const roots = [...packages, 'docs', 'examples'];

/** The type checker is started only for packages that have type tests. */
function hasTypeTests(root: string): boolean {
  return ['src', 'test'].some((part) => {
    const folder = new URL(`./${root}/${part}`, import.meta.url);
    if (!existsSync(folder)) return false;
    return readdirSync(folder, { recursive: true }).some((file) =>
      `${file}`.endsWith('.test-d.ts'),
    );
  });
}

// Inside the workspace, @dareblopy/* resolves to TypeScript sources.
const conditions = ['dareblopy-source'];

const project = (root: string) => ({
  root,
  resolve: { conditions: [...conditions, 'node', 'module', 'import', 'default'] },
  ssr: { resolve: { conditions: [...conditions, 'node', 'module', 'import', 'default'] } },
  test: {
    name: basename(root),
    include: ['src/**/*.test.ts', 'test/**/*.test.{ts,mjs}'],
    typecheck: {
      enabled: hasTypeTests(root),
      include: ['src/**/*.test-d.ts', 'test/**/*.test-d.ts'],
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    },
    // Native threads and buffers live per process, as they do for users.
    pool: 'forks' as const,
    testTimeout: 30_000,
  },
});

/** The TensorFlow.js adapter once more, on WebAssembly, whose tensors copy where those of 'cpu' share. */
const tfjs = project('packages/tfjs-adapter');
const onWasm = {
  ...tfjs,
  test: {
    ...tfjs.test,
    name: 'tfjs-adapter-wasm',
    env: { DAREBLOPY_TFJS_BACKEND: 'wasm' },
    typecheck: { enabled: false },
  },
};

export default defineConfig({ test: { projects: [...roots.map(project), onWasm] } });

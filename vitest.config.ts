import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const packages = readdirSync(new URL('./packages', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** The type checker is started only for packages that have type tests. */
function hasTypeTests(name: string): boolean {
  return ['src', 'test'].some((part) => {
    const folder = new URL(`./packages/${name}/${part}`, import.meta.url);
    if (!existsSync(folder)) return false;
    return readdirSync(folder, { recursive: true }).some((file) =>
      `${file}`.endsWith('.test-d.ts'),
    );
  });
}

// Inside the workspace, @dareblopy/* resolves to TypeScript sources.
const conditions = ['dareblopy-source'];

export default defineConfig({
  test: {
    projects: packages.map((name) => ({
      root: `packages/${name}`,
      resolve: { conditions: [...conditions, 'node', 'module', 'import', 'default'] },
      ssr: { resolve: { conditions: [...conditions, 'node', 'module', 'import', 'default'] } },
      test: {
        name,
        include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
        typecheck: {
          enabled: hasTypeTests(name),
          include: ['src/**/*.test-d.ts', 'test/**/*.test-d.ts'],
          tsconfig: '../../tsconfig.json',
        },
        // Native threads and buffers live per process, as they do for users.
        pool: 'forks',
        testTimeout: 30_000,
      },
    })),
  },
});

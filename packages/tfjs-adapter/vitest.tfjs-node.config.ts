import { defineConfig } from 'vitest/config';

const conditions = ['dareblopy-source', 'node', 'module', 'import', 'default'];

/** All tests of the adapter, and those only for TensorFlow, on the backend that scripts/tfjs-node.mjs brings up. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'tfjs-adapter on tfjs-node',
    root: import.meta.dirname,
    include: ['test/**/*.test.ts', 'test/**/*.tfjs-node.ts'],
    pool: 'forks',
    testTimeout: 60_000,
  },
});

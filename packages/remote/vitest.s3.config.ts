import { defineConfig } from 'vitest/config';

/** The tests on a server that others wrote; scripts/checks/s3-server.mjs brings one up. */
const conditions = ['dareblopy-source', 'node', 'module', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'remote-s3',
    include: ['test/**/*.real.ts'],
    pool: 'forks',
    testTimeout: 60_000,
  },
});

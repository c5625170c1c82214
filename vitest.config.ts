import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const house = join(import.meta.dirname, 'tests', 'house');

export default defineConfig({
  resolve: {
    // A value import of electron would try to download it; here it fails at once and says why.
    alias: [{ find: /^electron$/, replacement: join(house, 'electron-in-plain-node.ts') }],
  },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    globalSetup: [join(house, 'before-all-suites.ts')],
    setupFiles: [join(house, 'before-each-file.ts')],
  },
});

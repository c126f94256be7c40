import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    // One server and database serve all files of a worker: starting them for each took five times as long.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // A ceiling for a hang, not an expectation: nothing here measures time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Node runs src as it is. Through Vite two copies of graphql load, and instanceof fails between them.
    experimental: { viteModuleRunner: false },
  },
});

import { defineConfig } from 'vitest/config';

/** What opens no database, or only SQLite's own, is tested once. */
const WITHOUT_POSTGRESQL = [
  'test/process/bootstrap.test.ts',
  'test/process/debugger.test.ts',
  'test/process/documents.test.ts',
  'test/process/map.test.ts',
  'test/process/start-warnings.test.ts',
  'test/domain/**',
  'test/jobs/schedule.test.ts',
  'test/keyring/**',
  'test/root-key/**',
  'test/clock/**',
  'test/scripts/**',
  'test/sqlite/**',
  // A queue and a browser, which do not depend on the database.
  'test/operations/rsa-burst.test.ts',
  'test/web/graphiql*.test.ts',
  // What a client sends and reads has nothing to do with the database behind.
  'test/clients/languages.test.ts',
  'test/clients/tools.test.ts',
  'test/graphql-clients/**',
  // What it finds goes into one document.
  'test/compatibility/compatibility.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    // One server and database serve all files of a worker: starting them for each took five times as long.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    // A ceiling for a hang, not an expectation: nothing here measures time.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Node runs src as it is. Through Vite two copies of graphql load, and instanceof fails between them.
    experimental: { viteModuleRunner: false },
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/postgresql/**'],
          env: { KEYWRIGHT_TEST_DATABASE: 'sqlite' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgresql',
          include: ['test/**/*.test.ts'],
          exclude: WITHOUT_POSTGRESQL,
          env: { KEYWRIGHT_TEST_DATABASE: 'postgresql' },
        },
      },
    ],
  },
});

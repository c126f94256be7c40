import { defineConfig } from 'vitest/config';

/** What opens no database, or only SQLite's own, is tested once. */
const WITHOUT_POSTGRESQL = [
  'test/process/bootstrap.test.ts',
  'test/process/documents.test.ts',
  'test/process/map.test.ts',
  'test/scripts/**',
  'test/cli/**',
  'test/graphql-clients/**',
  'test/process/debugger.test.ts',
  'test/process/start-warnings.test.ts',
  // Commands perform operations, which are tested on both; root-key, start and audit run their commands on both, too.
  'test/process/access-key.test.ts',
  'test/process/account.test.ts',
  'test/process/alias.test.ts',
  'test/process/policy.test.ts',
  'test/process/role.test.ts',
  'test/process/token.test.ts',
  'test/process/user.test.ts',
  'test/process/leaked-credential.test.ts',
  'test/domain/**',
  'test/examples/**',
  'test/jobs/schedule.test.ts',
  'test/keyring/**',
  'test/integrity/row-mac.test.ts',
  'test/root-key/**',
  'test/clock/**',
  'test/cluster/*.test.ts',
  'test/sqlite/**',
  // Queues, connections, browsers, signatures and the shape of requests, which do not depend on the database.
  'test/operations/rsa-burst.test.ts',
  'test/operations/asymmetric.test.ts',
  // What is decided and written is the same on both; how it is written, test/store/lanes.test.ts compares.
  'test/operations/audit-rows.test.ts',
  'test/operations/cryptography.test.ts',
  'test/operations/permissions.test.ts',
  'test/http/connections.test.ts',
  'test/identity/openid/issuer-outage.test.ts',
  'test/pages/openid-browser.test.ts',
  'test/pages/sign-in-refusals.test.ts',
  'test/rpc/client-spellings.test.ts',
  'test/rpc/security-token.test.ts',
  'test/pages/graphiql*.test.ts',
  // The console sees the database only by the API. What it follows live is tested on both.
  'test/console/!(live-*).test.ts',
  'test/pages/addresses.test.ts',
  'test/pages/assets.test.ts',
  'test/pages/headers.test.ts',
  'test/pages/return-path.test.ts',
  'test/http/client.test.ts',
  'test/process/log.test.ts',
  'test/process/openid-settings.test.ts',
  'test/process/settings.test.ts',
  'test/rpc/json-fields.test.ts',
  'test/rpc/parameters.test.ts',
  'test/rpc/signature.test.ts',
  'test/security/find-secrets.test.ts',
  'test/graphql/both-ways.test.ts',
  'test/graphql/document-cache.test.ts',
  'test/store/audit-event-ids.test.ts',
  'test/identity/nonces.test.ts',
  'test/graphql/persisted-queries.test.ts',
  'test/graphql/schema.test.ts',
  // What a client sends and reads has nothing to do with the database behind.
  'test/clients/create-key.test.ts',
  'test/clients/identities.test.ts',
  'test/clients/key-life.test.ts',
  'test/clients/languages.test.ts',
  'test/clients/terraform.test.ts',
  'test/clients/tools.test.ts',
  'test/clients/use-keys.test.ts',
  // The pages of docs/ and the registry.
  'test/compatibility/compatibility.test.ts',
  'test/operations/registry.test.ts',
];

/** What says that no write is lost, half done or done twice. It runs on both ways to write (KEYWRIGHT_DIRECT_WRITES). */
const WRITES = [
  'test/crash/**/*.test.ts',
  'test/store/commit.test.ts',
  'test/operations/races.test.ts',
  'test/operations/state-races.test.ts',
  'test/operations/use-races.test.ts',
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
      {
        extends: true,
        test: {
          name: 'sqlite by Prisma only',
          include: [...WRITES, 'test/sqlite/{busy,durability,full-disk}.test.ts'],
          exclude: ['test/**/postgresql/**'],
          env: { KEYWRIGHT_TEST_DATABASE: 'sqlite', KEYWRIGHT_TEST_DIRECT_WRITES: 'false' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgresql by Prisma only',
          include: [
            ...WRITES,
            'test/postgresql/{faults,lost-connections,outage,replicas,silence}.test.ts',
          ],
          env: { KEYWRIGHT_TEST_DATABASE: 'postgresql', KEYWRIGHT_TEST_DIRECT_WRITES: 'false' },
        },
      },
    ],
  },
});

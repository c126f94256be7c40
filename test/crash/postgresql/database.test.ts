import { randomBytes } from 'node:crypto';
import { describe, it } from 'vitest';
import { startPostgres } from '../../../scripts/throwaway-postgres.ts';
import { queryPostgresql } from '../../support/database.ts';
import { startProcess } from '../../support/process.ts';
import type { Read } from '../database-check.ts';
import { ROUNDS, SETTINGS, TRIAL_TIMEOUT_MILLISECONDS, Trial } from '../trial.ts';

describe('A server whose PostgreSQL is killed and started again under load', () => {
  it(
    'loses nothing that it acknowledged, returns the error that it is unavailable, and recovers automatically',
    async ({ onTestFinished }) => {
      await using postgres = await startPostgres();
      const rootKey = randomBytes(32).toString('base64');
      await using server = await startProcess({
        DATABASE_URL: postgres.url,
        KEYWRIGHT_ROOT_KEY: rootKey,
        ...SETTINGS,
      });
      const read: Read = async <Row>(sql: string) =>
        (await queryPostgresql(postgres.url, sql)) as Row[];
      const trial = new Trial('PostgreSQL itself', read);
      onTestFinished(trial.print);
      trial.service.urls = [server.url];
      const kill = async () => {
        await postgres.crash();
        await postgres.start();
      };
      for (let round = 0; round < ROUNDS; round += 1) {
        await trial.strike({ kill, servedAfterwards: 5 });
        await trial.check();
      }
      await trial.checkAll();
      trial.expectNoLoss();
    },
    TRIAL_TIMEOUT_MILLISECONDS,
  );
});

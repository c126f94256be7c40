import { describe, expect, it } from 'vitest';
import { onPostgresql, onSqlite, readDatabase } from '../support/database.ts';
import { makeDataDir } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';
import { nothingUnderWay, type Read } from './database-check.ts';
import { killAtStart } from './kill-at-start.ts';
import { ROUNDS, SETTINGS, TRIAL_TIMEOUT_MILLISECONDS, Trial } from './trial.ts';

describe('A server that is killed under load, and when it starts', () => {
  it(
    'loses nothing that it acknowledged, and leaves nothing half',
    async ({ onTestFinished }) => {
      const dataDir = makeDataDir({ migrated: false });
      const settings = { KEYWRIGHT_DATA_DIR: dataDir, ...SETTINGS };
      const read: Read = (sql) => readDatabase(dataDir, sql);
      const trial = new Trial(`one server on ${onPostgresql ? 'PostgreSQL' : 'SQLite'}`, read);
      onTestFinished(trial.print);
      const start = async () => {
        if (trial.chance.oneIn(4)) await killAtStart(settings, dataDir, trial.chance, read);
        const server = await startProcess(settings);
        trial.service.urls = [server.url];
        if (onPostgresql) await nothingUnderWay(read);
        return server;
      };
      for (let round = 0; round < ROUNDS; round += 1) {
        await using server = await start();
        if (round > 0) await trial.check();
        await trial.strike({ kill: () => server.kill('SIGKILL'), servedAfterwards: 0 });
      }
      await using server = await start();
      await trial.checkAll();
      await server.kill('SIGTERM');
      trial.expectNoLoss();
      if (onSqlite)
        expect(await read('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    },
    TRIAL_TIMEOUT_MILLISECONDS,
  );
});

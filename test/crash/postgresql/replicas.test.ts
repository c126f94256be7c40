import { describe, it } from 'vitest';
import { readDatabase } from '../../support/database.ts';
import { makeDataDir } from '../../support/kms.ts';
import { type RunningServer, startProcess } from '../../support/process.ts';
import { nothingUnderWay, type Read } from '../database-check.ts';
import { killAtStart } from '../kill-at-start.ts';
import { ROUNDS, SETTINGS, TRIAL_TIMEOUT_MILLISECONDS, Trial } from '../trial.ts';

const REPLICAS = 3;

describe('Three replicas, of which one is killed under load', () => {
  it(
    'lose nothing that any of them acknowledged, and the others go on',
    async ({ onTestFinished }) => {
      const dataDir = makeDataDir({ migrated: false });
      const settings = { KEYWRIGHT_DATA_DIR: dataDir, ...SETTINGS };
      const read: Read = (sql) => readDatabase(dataDir, sql);
      const trial = new Trial('one of three replicas', read);
      onTestFinished(trial.print);

      await using running = new AsyncDisposableStack();
      const start = async () => running.use(await startProcess(settings));
      const replicas = [
        await start(),
        ...(await Promise.all(Array.from({ length: REPLICAS - 1 }, start))),
      ];
      const addresses = () => replicas.map(({ url }) => url);
      trial.service.urls = addresses();
      for (let round = 0; round < ROUNDS; round += 1) {
        const victim = trial.chance.between(0, REPLICAS - 1);
        await trial.strike({
          kill: () => (replicas[victim] as RunningServer).kill('SIGKILL'),
          servedAfterwards: 5,
        });
        if (trial.chance.oneIn(4)) await killAtStart(settings, dataDir, trial.chance, read);
        replicas[victim] = await start();
        trial.service.urls = addresses();
        await nothingUnderWay(read);
        await trial.check();
      }
      await trial.checkAll();
      trial.expectNoLoss();
    },
    TRIAL_TIMEOUT_MILLISECONDS,
  );
});

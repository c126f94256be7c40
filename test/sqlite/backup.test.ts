import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { copyDatabase } from '#store/sqlite/copy.ts';
import {
  backedUpSite,
  createKey,
  encrypt,
  keyIdsIn,
  makeSite,
  onDatabase,
} from '../support/backups.ts';
import { makeDataDir } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';

// Each test runs several processes, one after the other; the ceiling is for a hang.
describe('A backup', { timeout: 180_000 }, () => {
  it('made under load is whole, verifies, and holds every key acknowledged before it began', async () => {
    const site = makeSite();
    await using server = await startProcess(site.settings);
    const acknowledged: string[] = [];
    const enough = Promise.withResolvers<void>();
    let goOn = true;
    const load = async () => {
      while (goOn) {
        const keyId = await createKey(server);
        await encrypt(server, keyId, 'aGVsbG8=');
        acknowledged.push(keyId);
        if (acknowledged.length === 60) enough.resolve();
      }
    };
    const callers = Promise.all(Array.from({ length: 6 }, load));
    await Promise.race([enough.promise, callers]);
    const before = [...acknowledged];
    const file = join(makeDataDir({ migrated: false }), 'backup.db');
    const { code, stderr } = await site.run('backup', [file]);
    goOn = false;
    await callers;

    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(`^${statSync(file).size} bytes \\(\\d+ pages\\) are backed up`),
      ),
    ]);
    expect([(statSync(file).mode & 0o777).toString(8), readdirSync(join(file, '..'))]).toEqual([
      '600',
      ['backup.db'],
    ]);
    expect([...readFileSync(file).subarray(18, 20)]).toEqual([1, 1]); // SQLite's header: it wants no log beside it
    const verified = await site.run('backup-verify', [file]);
    const kept = keyIdsIn(file);
    expect([verified.code, verified.stdout]).toEqual([
      0,
      `${kept.length} keys, ${kept.length} versions opened, ${kept.length} canaries, 1 access keys, 0 users, 0 roles, 0 policies, 0 keys without material; no problems\n`,
    ]);
    expect(before.filter((id) => !kept.includes(id))).toEqual([]);
    const whole = onDatabase(file, (database) =>
      database
        .prepare(
          `SELECT count(*) FROM "Key" JOIN "KeyVersion" ON "KeyVersion"."id" = "Key"."primaryVersionId"
           JOIN "AuditEvent" ON "AuditEvent"."keyId" = "Key"."id" AND "operation" = 'CreateKey'`,
        )
        .pluck()
        .get(),
    );
    expect(whole).toBe(kept.length);
  });

  it('does not start over when somebody else commits between two steps, and takes nothing of it', async () => {
    const file = join(makeDataDir(), 'keywright.db');
    const writer = new Database(file);
    writer.pragma('journal_mode=WAL');
    const insert = writer.prepare(
      `INSERT INTO "AuditEvent" ("id", "accountId", "accessKeyId", "requestId", "surface", "operation", "keyId", "outcome", "details", "createdAt") VALUES (?, '1', 'a', 'r', 'rpc', 'Encrypt', NULL, 'Done', ?, '2026-11-24T00:00:00.000+00:00')`,
    );
    writer.transaction(() => {
      for (let index = 0; index < 4_000; index += 1)
        insert.run(`before-${index}`, 'x'.repeat(3_000));
    })();
    const copy = `${file}.copy`;
    const steps: number[] = [];
    await copyDatabase(file, copy, (done) => {
      steps.push(done);
      if (steps.length < 100) insert.run(`during-${steps.length}`, '');
    });
    writer.close();
    expect(steps.length).toBeGreaterThan(3);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    const ids = onDatabase(
      copy,
      (database) => database.prepare('SELECT id FROM "AuditEvent"').pluck().all() as string[],
    );
    expect([ids.length, ids.filter((id) => !id.startsWith('before'))]).toEqual([4_000, []]);
  });

  it('overwrites nothing, and does not come to lie beside another one’s log', async () => {
    const { runHere, file } = await backedUpSite();
    const taken = readFileSync(file);
    for (const [target, present] of [
      [file, file],
      [`${file}.new`, `${file}.new-wal`],
    ] as const) {
      if (!existsSync(present)) writeFileSync(present, '');
      const { code, stderr } = await runHere('backup', target);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(`^The backup failed. The file ${present} already exists`),
      ]);
    }
    expect(readFileSync(file).equals(taken)).toBe(true);
  });

  it('fails with an error message where there is no folder, no database, no name, or PostgreSQL', async () => {
    const { run, runHere } = makeSite();
    const file = join(makeDataDir({ migrated: false }), 'backup.db');
    const postgresql = {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
      KEYWRIGHT_ROOT_KEY: randomBytes(32).toString('base64'),
    };
    expect(await runHere('backup', file)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no database yet.*\n$/),
    });
    expect(await runHere('backup', join(file, 'backup.db'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cannot be written \(ENOENT\)/),
    });
    expect(await run('backup')).toMatchObject({
      code: 2,
      stderr: 'Usage: npm run backup -- <file>\n',
    });
    for (const command of ['backup', 'restore'] as const)
      expect(await runHere(command, file, postgresql)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/pg_dump .* docs\/running\.md/),
      });
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });
});

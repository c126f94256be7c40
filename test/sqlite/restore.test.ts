import {
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  backedUpSite,
  createKey,
  credential,
  encrypt,
  endAtStep,
  keyIdsIn,
  makeSite,
  onDatabase,
} from '../support/backups.ts';
import { makeDataDir } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';

/** Changes an entry of an index, where only `integrity_check` looks. */
function damageIndex(path: string): void {
  const bytes = readFileSync(path);
  const [page, size] = onDatabase(path, (db) => [
    db
      .prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'Key_accountId_id_deleteDate_idx'`)
      .pluck()
      .get() as number,
    db.pragma('page_size', { simple: true }) as number,
  ]);
  bytes.writeUInt8(bytes.readUInt8(page * size - 1) ^ 1, page * size - 1);
  writeFileSync(path, bytes);
}

// Each test runs several processes, one after the other; the ceiling is for a hang.
describe('A restore', { timeout: 180_000 }, () => {
  it('brings back what was backed up, and keeps what was there', async () => {
    const site = makeSite();
    await using server = await startProcess(site.settings);
    const keyId = await createKey(server);
    const blob = await encrypt(server, keyId, 'aGVsbG8=');
    const file = join(makeDataDir({ migrated: false }), 'backup.db');
    await site.run('backup', [file]);
    const later = await createKey(server);
    await server.kill('SIGKILL'); // the later key is only in the log beside the database
    const { code, stderr } = await site.run('restore', [file]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/kept as .*before-restore\.\n.*npm run backup:verify/),
    ]);

    expect(keyIdsIn(`${site.database}.before-restore`)).toEqual([keyId, later]);
    expect((statSync(site.database).mode & 0o777).toString(8)).toBe('600');
    await using again = await startProcess(site.settings);
    expect(
      (await callV1(again, credential, 'Decrypt', { CiphertextBlob: blob })).json,
    ).toMatchObject({
      KeyId: keyId,
      Plaintext: 'aGVsbG8=',
    });
    expect((await callV1(again, credential, 'DescribeKey', { KeyId: later })).status).toBe(404);
    await again.kill('SIGTERM');
    await site.run('restore', [file]);
    expect(keyIdsIn(`${site.database}.before-restore`)).toEqual([keyId, later]); // the second has a name of its own
    expect(keyIdsIn(`${site.database}.before-restore.1`)).toEqual([keyId]);
  });

  it('is refused, and changes nothing, for what is not a backup or cannot be served', async () => {
    const { runHere, database, dataDir, file } = await backedUpSite();
    const present = readFileSync(database);
    const other = (name: string, make: (path: string) => void) => {
      const path = `${file}.${name}`;
      copyFileSync(file, path);
      make(path);
      return path;
    };
    const wrong: [string, RegExp][] = [
      [
        other('text', (path) => writeFileSync(path, 'no database at all '.repeat(100))),
        /is not an SQLite database/,
      ],
      [
        other('foreign', (path) => onDatabase(path, (db) => db.exec('DROP TABLE "KeyVersion"'))),
        /is not a Keywright database/,
      ],
      [other('short', (path) => truncateSync(path, statSync(path).size - 4_096)), /is damaged/],
      [other('torn', (path) => damageIndex(path)), /is damaged.*integrity_check/],
      [
        other('orphan', (path) =>
          onDatabase(path, (db) => db.exec('PRAGMA foreign_keys=OFF; DELETE FROM "Key"')),
        ),
        /is damaged.*foreign_key_check/,
      ],
      [
        other('newer', (path) =>
          onDatabase(path, (db) => db.exec('UPDATE "Compatibility" SET "lowestLevel" = 9999')),
        ),
        /needs Keywright of level 9999 or newer/,
      ],
      [`${file}.missing`, /cannot be read or copied \(ENOENT\)/],
    ];
    for (const [path, message] of wrong)
      expect(await runHere('restore', path)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(message),
      });
    expect(readFileSync(database).equals(present)).toBe(true);
    expect(readdirSync(dataDir).filter((name) => /restor/.test(name))).toEqual([]);
  });

  it('is refused while a server runs, or while somebody reads the database', async () => {
    const { run, settings, database, file } = await backedUpSite();
    const reader = new Database(database);
    reader.exec('PRAGMA journal_mode=WAL; BEGIN; SELECT 1 FROM "Key"');
    expect(await run('restore', [file])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Another program has the database .* open/),
    });
    reader.close();
    await using server = await startProcess(settings);
    expect(await run('restore', [file])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Another Keywright server is running/),
    });
    expect((await callV1(server, credential, 'ListKeys')).status).toBe(200);
  });

  it('leaves the old database or the new one, wherever it is killed', async () => {
    const { run, database, file, keyIds } = await backedUpSite();
    const old = `${database}.old`;
    copyFileSync(database, old);
    onDatabase(old, (db) => db.exec(`DELETE FROM "Key" WHERE "id" = '${keyIds[1]}'`));
    const outcomes = new Set<number>();
    for (let step = 1, code: number | null = null; code === null; step += 1) {
      copyFileSync(old, database);
      ({ code } = await run('restore', [file], endAtStep('KILL_BEFORE', step)));
      expect(onDatabase(database, (db) => db.pragma('integrity_check', { simple: true }))).toBe(
        'ok',
      );
      const found = keyIdsIn(database);
      expect([keyIds.slice(0, 1), keyIds]).toContainEqual(found);
      if (code === null) outcomes.add(found.length);
      else expect(found).toEqual(keyIds);
    }
    expect([...outcomes]).toEqual([1, 2]); // it was killed on either side of the rename
  });

  it('keeps a database that is damaged together with its log, which the new one is spared', async () => {
    const { run, settings, database, file, keyIds } = await backedUpSite();
    await using server = await startProcess(settings);
    await createKey(server);
    await server.kill('SIGKILL');
    const log = readFileSync(`${database}-wal`);
    writeFileSync(database, 'was a database once '.repeat(1_000));
    writeFileSync(`${database}-wal`, log);
    expect((await run('restore', [file])).code).toBe(0);
    expect(readFileSync(`${database}.before-restore`, 'utf8')).toMatch(/^was a database once/);
    expect(readFileSync(`${database}.before-restore-wal`).equals(log)).toBe(true);
    expect(keyIdsIn(database)).toEqual(keyIds);
  });
});

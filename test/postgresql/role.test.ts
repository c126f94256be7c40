import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startPostgres } from '../../scripts/throwaway-postgres.ts';
import { caller } from '../support/caller.ts';
import { queryPostgresql } from '../support/database.ts';
import { makeDataDir, startKms } from '../support/kms.ts';

/** The SQL that compose.yaml's PostgreSQL runs once. psql reads the password from its environment; here it is put in. */
function setUpSql(password: string): string[] {
  const script = readFileSync(resolve(import.meta.dirname, '../../docs/postgres-init.sh'), 'utf8');
  const [, sql = ''] = /<<'SQL'\n([\s\S]*)SQL\n$/.exec(script) ?? [];
  const statements = sql
    .replace('\\getenv password POSTGRES_PASSWORD\n', '')
    .replace(":'password'", `'${password}'`);
  return statements.split(/(?<=;)\n/).filter(Boolean);
}

describe("compose.yaml's role", () => {
  it('is not a superuser, and can do all that a server needs; the superuser cannot log in over the network', async () => {
    await using postgres = await startPostgres();
    for (const statement of setUpSql('letters1')) await queryPostgresql(postgres.url, statement);
    const url = Object.assign(new URL(postgres.url), {
      username: 'keywright',
      password: 'letters1',
      pathname: '/keywright',
    }).href;

    const settings = {
      DATABASE_URL: url,
      KEYWRIGHT_ROOT_KEY: randomBytes(32).toString('base64'),
      KEYWRIGHT_ROOT_KEY_FILE: '',
    };
    const dataDir = makeDataDir({ migrated: false });
    await using kms = await startKms({ dataDir, settings });
    await using other = await startKms({ dataDir, settings }); // each listens to what the other changes
    const account = await kms.addAccount();
    const { keyId } = await caller('rpc', kms, account).createKey();
    const { ciphertextBlob = '' } = await caller('graphql', other, account).encrypt(
      keyId,
      Buffer.from('kept'),
    );
    expect(String(await caller('rpc', kms, account).decrypt(ciphertextBlob))).toBe('kept');

    const rights =
      'SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user';
    expect(Object.values((await queryPostgresql(url, rights))[0] as object)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    await expect(queryPostgresql(url, `COPY (SELECT 1) TO PROGRAM 'cat'`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(queryPostgresql(postgres.url, 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    );
  });
});

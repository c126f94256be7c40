import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { SALT_BYTES } from '#domain/ciphertext-blob.ts';
import { seal } from '#domain/envelope.ts';
import { hashToken } from '#domain/hash-token.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { makeToken } from '#identity/one-time-token.ts';
import { CANARY_BEFORE_MACS } from '#keyring/canary.ts';
import { Keyring } from '#keyring/keyring.ts';
import { accessKeySecretContext, canaryContext, materialContext } from '#keyring/wrap-contexts.ts';
import { migrate as migratePostgresql } from '#store/postgresql/migrate.ts';
import { migrate as migrateSqlite } from '#store/sqlite/migrate.ts';
import { databaseOf, databaseSettings, onPostgresql, urlOf, writeDatabase } from './database.ts';
import type { Credential } from './identities.ts';
import { makeDataDir } from './kms.ts';
import { migrationsUpTo } from './migrations.ts';

/** The last level before there were policies and MACs of rows. */
export const LEVEL_BEFORE_MACS = 8;

const ACCOUNT = '1234567890123456';
const OTHER_ACCOUNT = '6543210987654321';
const THEN = `'2026-11-24T00:00:00.000+00:00'`;

type Value = string | number | boolean | Uint8Array | null;

function literal(value: Value): string {
  if (value instanceof Uint8Array) {
    const hex = Buffer.from(value).toString('hex');
    return onPostgresql ? `'\\x${hex}'` : `x'${hex}'`;
  }
  if (value === THEN) return value;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

const insert = (table: string, row: Readonly<Record<string, Value>>): string =>
  `INSERT INTO "${table}" (${Object.keys(row)
    .map((column) => `"${column}"`)
    .join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`;

/** An empty database of that level, and its root key. */
async function emptyDatabase(): Promise<{ dataDir: string; keyring: Keyring }> {
  const dataDir = makeDataDir({ migrated: false });
  await databaseSettings(dataDir, { migrated: false });
  const file = join(dataDir, 'root-key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  const bytes = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  const provider = onPostgresql ? 'postgresql' : 'sqlite';
  const migrations = migrationsUpTo(provider, LEVEL_BEFORE_MACS);
  if (onPostgresql) {
    const client = new pg.Client(urlOf(databaseOf(dataDir)));
    await client.connect();
    await migratePostgresql(client, migrations);
    await client.end();
  } else migrateSqlite(join(dataDir, 'keywright.db'), migrations);
  return { dataDir, keyring: new Keyring({ id: randomUUID(), key: new SecretBytes(bytes) }) };
}

/** An access key as that release stored it. */
function accessKey(
  keyring: Keyring,
  { id, accountId, secret }: Credential,
  allowedActions: readonly string[],
  enabled = true,
): string {
  const context = accessKeySecretContext(accountId, id);
  const { bytes: sealedSecret, rootKeyId } = keyring.wrap(context, Buffer.from(secret));
  const actions = JSON.stringify(allowedActions);
  const row = { id, accountId, sealedSecret, rootKeyId, enabled };
  return insert('AccessKey', { ...row, allowedActions: actions, createdAt: THEN });
}

/** A key with tags, an alias, and a ciphertext that was made under it. */
function key(keyring: Keyring, tags: Readonly<Record<string, string>>) {
  const [keyId, id] = [randomUUID(), randomUUID()];
  using material = new KeyMaterial(randomBytes(32));
  const { bytes, rootKeyId } = keyring.wrap(materialContext(ACCOUNT, id), material.bytes);
  const own = { accountId: ACCOUNT, keyId };
  const sealing = {
    keySpec: 'Aliyun_AES_256',
    keyVersionId: id,
    kind: 'bytes',
    context: [],
  } as const;
  const plaintext = Buffer.from(keyId);
  const blob = seal(material, plaintext, { ...sealing, salt: randomBytes(SALT_BYTES) });
  const statements = [
    insert('Key', {
      ...{ id: keyId, accountId: ACCOUNT, creator: ACCOUNT, description: 'kept', state: 'Enabled' },
      ...{ usage: 'ENCRYPT/DECRYPT', spec: 'Aliyun_AES_256', origin: 'Aliyun_KMS', revision: 1 },
      ...{ protectionLevel: 'SOFTWARE', primaryVersionId: id, createdAt: THEN },
    }),
    insert('KeyVersion', { ...{ id, ...own, wrappedMaterial: bytes }, rootKeyId, createdAt: THEN }),
    insert('Alias', { ...{ id: randomUUID(), ...own, name: `alias/${keyId}` }, createdAt: THEN }),
    ...Object.entries(tags).map(([tagKey, tagValue]) =>
      insert('Tag', { ...own, tagKey, tagValue }),
    ),
  ];
  const ciphertextBlob = blob.toString('base64');
  return { keyId, ciphertextBlob, statements };
}

/** A token, and the row of a session or a sign-in link that has its hash. */
function tokenIn(table: 'Session' | 'SignInLink', { accountId, id }: Credential) {
  const token = makeToken();
  const row = { hash: hashToken(token), accountId, accessKeyId: id };
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '+00:00');
  return { token, statements: [insert(table, { ...row, expiresAt })] };
}

/**
 * A database as the last release without policies left it: access keys with permissions in two accounts, keys with tags,
 * a session and a sign-in link.
 */
export async function legacyDatabase() {
  const { dataDir, keyring } = await emptyDatabase();
  const credential = (id: string, accountId = ACCOUNT): Credential => ({
    ...{ accountId, id },
    secret: `the-secret-of-${id}`,
  });
  const credentials = {
    root: credential('KW0123456789ABCDEF0123'),
    configured: credential('configured'),
    limited: credential('limited'),
    disabled: credential('disabled'),
    useless: credential('useless'),
    dotted: credential('same.name'),
    dashed: credential('same-name'),
    reEncrypting: credential('re-encrypting'),
    elsewhere: credential('elsewhere', OTHER_ACCOUNT),
  };
  const production = key(keyring, { env: 'production', team: 'blue' });
  const untagged = key(keyring, {});
  const session = tokenIn('Session', credentials.root);
  const link = tokenIn('SignInLink', credentials.limited);
  const { bytes: canary, rootKeyId } = keyring.wrap(canaryContext(ACCOUNT), CANARY_BEFORE_MACS);
  const statements = [
    insert('Deployment', { id: 1, accountId: ACCOUNT, region: 'cn-hangzhou', createdAt: THEN }),
    insert('RootKey', {
      ...{ id: rootKeyId, accountId: ACCOUNT, state: 'current', provider: 'key' },
      ...{ parameters: new Uint8Array(), canary, createdAt: THEN },
    }),
    accessKey(keyring, credentials.root, ['kms:*']),
    accessKey(keyring, credentials.configured, ['*']),
    accessKey(keyring, credentials.limited, ['kms:DescribeKey', 'kms:Encrypt']),
    accessKey(keyring, credentials.disabled, ['kms:Decrypt'], false),
    accessKey(keyring, credentials.useless, []),
    accessKey(keyring, credentials.dotted, ['kms:Describe*']),
    accessKey(keyring, credentials.dashed, ['kms:decrypt', 'kms:*Key', 'kms:GetKeyPolicy']),
    accessKey(keyring, credentials.reEncrypting, ['kms:ReEncrypt', 'kms:DescribeKey']),
    accessKey(keyring, credentials.elsewhere, ['kms:DescribeKey']),
    ...[production, untagged, session, link].flatMap((one) => one.statements),
  ];
  await writeDatabase(dataDir, statements.join('\n'));
  keyring[Symbol.dispose]();
  return { dataDir, credentials, production, untagged, session, link };
}

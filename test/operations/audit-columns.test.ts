import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { ConflictError } from '#store/commit/write-set.ts';
import { caller, outcomeOf, SURFACES } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, allowing, type Credential } from '../support/identities.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import { keyPolicyText } from '../support/key-policy.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { exportTarget } from '../support/operation/subjects.ts';
import { callV1 } from '../support/rpc-client.ts';

const rowsOf = ({ store }: Kms, { accountId }: Pick<Credential, 'accountId'>, operation?: string) =>
  store.db.auditEvent.findMany({
    where: { accountId, ...(operation && { operation }) },
    orderBy: { id: 'asc' },
  });
const lastOf = async (kms: Kms, account: Pick<Credential, 'accountId'>, operation: string) =>
  (await rowsOf(kms, account, operation)).at(-1);

/** SHA-256 of one pair as a blob authenticates it: each text after its length in 4 bytes, big-endian. */
function digestOfPair(name: string, value: string): string {
  const hash = createHash('sha256');
  for (const text of [name, value]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    hash.update(length).update(text);
  }
  return hash.digest('hex');
}

describe.each(SURFACES)('An audit row by %s', (surface) => {
  async function setUp() {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const as = caller(surface, kms, account);
    return { kms, account, as, key: await as.createKey() };
  }

  it('has the digest of the encryption context, and null without one', async () => {
    const { kms, account, as, key } = await setUp();
    await as.encrypt(key.keyId, Buffer.from('x'), [['tenant', 'a']]);
    expect((await lastOf(kms, account, 'Encrypt'))?.contextDigest).toBe(
      digestOfPair('tenant', 'a'),
    );
    await as.encrypt(key.keyId, Buffer.from('x'));
    expect((await lastOf(kms, account, 'Encrypt'))?.contextDigest).toBeNull();
  });

  it('has both keys, versions and contexts of ReEncrypt', async () => {
    const { kms, account, as, key } = await setUp();
    const other = await as.createKey();
    const { ciphertextBlob } = await as.encrypt(key.keyId, Buffer.from('x'), [['from', '1']]);
    await as.act('ReEncrypt', {
      ciphertextBlob,
      destinationKeyId: other.keyId,
      sourceEncryptionContext: [['from', '1']],
      destinationEncryptionContext: [['to', '2']],
    });
    const row = await lastOf(kms, account, 'ReEncrypt');
    expect(row).toMatchObject({
      keyId: key.keyId,
      keyVersionId: key.primaryKeyVersion,
      contextDigest: digestOfPair('from', '1'),
      otherKeyIds: other.keyId,
    });
    expect(JSON.parse(row?.details ?? '')).toEqual({
      secondKeyId: other.keyId,
      secondKeyVersionId: other.primaryKeyVersion,
      secondContextDigest: digestOfPair('to', '2'),
    });
  });

  it('has the version of the blob, not the primary one, also where decryption fails', async () => {
    const { kms, account, as, key } = await setUp();
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    await as.act('CreateKeyVersion', { keyId: key.keyId });
    const { primaryKeyVersion } = await as.describeKey(key.keyId);
    expect(primaryKeyVersion).not.toBe(key.primaryKeyVersion);
    expect((await lastOf(kms, account, 'CreateKeyVersion'))?.keyVersionId).toBe(primaryKeyVersion);
    await as.decrypt(ciphertextBlob);
    expect(await outcomeOf(as.decrypt(ciphertextBlob, [['another', 'context']]))).toBe(
      'InvalidParameter',
    );
    await as.act('DisableKey', { keyId: key.keyId });
    expect(await outcomeOf(as.decrypt(ciphertextBlob))).toBe('Rejected.Disabled');
    const rows = await rowsOf(kms, account, 'Decrypt');
    expect(rows.map(({ keyVersionId }) => keyVersionId)).toEqual(
      Array(3).fill(key.primaryKeyVersion),
    );
  });

  it('has the fingerprint of the public key that a data key is exported to', async () => {
    const { kms, account, as, key } = await setUp();
    const input = { keyId: key.keyId, ...exportTarget };
    const { ciphertextBlob } = await as.act('GenerateAndExportDataKey', input);
    await as.act('ExportDataKey', { ciphertextBlob, ...exportTarget });
    const fingerprint = createHash('sha256').update(exportTarget.publicKeyBlob).digest('hex');
    for (const operation of ['GenerateAndExportDataKey', 'ExportDataKey'])
      expect((await lastOf(kms, account, operation))?.targetFingerprint).toBe(fingerprint);
  });

  it('has the keys of an operation on several, done or refused', async () => {
    const { kms, account, as, key } = await setUp();
    const { keyId: other } = await as.createKey();
    const tag = (...keyIds: string[]) =>
      as.act('TagResources', {
        resourceType: 'key',
        keyIds,
        tags: [{ tagKey: 'a', tagValue: '' }],
      });
    await tag(key.keyId, other);
    await as.act('ScheduleKeyDeletion', { keyId: other, pendingWindowInDays: 7 });
    expect(await outcomeOf(tag(key.keyId, other))).not.toBe('ok');
    await tag(key.keyId);
    const rows = await rowsOf(kms, account, 'TagResources');
    expect(rows.map(({ keyId, otherKeyIds }) => [keyId, otherKeyIds])).toEqual([
      [null, `${key.keyId},${other}`],
      [null, `${key.keyId},${other}`],
      [key.keyId, null],
    ]);
  });

  it('names the access key that was made', async () => {
    const { kms, account, as } = await setUp();
    await as.act('CreateUser', { userName: 'ann' });
    await as.act('CreateAccessKey', { userName: 'ann' });
    const made = await kms.store.db.accessKey.findFirstOrThrow({
      where: { accountId: account.accountId, userId: { not: null } },
    });
    const details = JSON.parse((await lastOf(kms, account, 'CreateAccessKey'))?.details ?? '');
    expect(details).toEqual({ userName: 'ann', accessKeyId: made.id });
  });

  it('is also in the account of a key that its policy lets another account use', async () => {
    const { kms, account, as } = await setUp();
    const { accountId } = await kms.addAccount();
    const policy = keyPolicyText({
      Effect: 'Allow',
      Principal: { RAM: [`acs:ram::${accountId}:user/ann`] },
      Action: ['kms:Encrypt', 'kms:Decrypt'],
    });
    const { keyId, arn, primaryKeyVersion } = await as.createKey({ policy });
    const credential = await addUser(kms, accountId, allowing('kms:*'), 'ann');
    const ann = caller(surface, kms, credential);
    await ann.encrypt(arn, Buffer.from('x'), [['tenant', 'a']]);
    await as.act('DisableKey', { keyId });
    expect(await outcomeOf(ann.encrypt(arn, Buffer.from('x')))).toBe('Rejected.Disabled');

    const theirs = await rowsOf(kms, { accountId }, 'Encrypt');
    const ours = await rowsOf(kms, account, 'Encrypt');
    const use = { keyId, principal: `acs:ram::${accountId}:user/ann`, address: '127.0.0.1' };
    for (const rows of [theirs, ours])
      expect(rows).toMatchObject([
        {
          ...use,
          outcome: 'Done',
          keyVersionId: primaryKeyVersion,
          contextDigest: digestOfPair('tenant', 'a'),
        },
        { ...use, outcome: 'Rejected.Disabled' },
      ]);
    expect(ours.map(({ requestId }) => requestId)).toEqual(
      theirs.map(({ requestId }) => requestId),
    );
    expect(theirs.map(({ accessKeyId }) => accessKeyId)).toEqual(Array(2).fill(credential.id));
    expect(ours.map(({ accessKeyId, details }) => [accessKeyId, details])).toEqual(
      Array(2).fill(['', '{}']),
    );
  });

  it('does not tell that another account has a key, and is not in that account', async () => {
    const { kms, account, as, key } = await setUp();
    const { ciphertextBlob = '' } = await as.encrypt(key.keyId, Buffer.from('x'));
    const stranger = await kms.addAccount();
    const strange = caller(surface, kms, stranger);
    expect(await outcomeOf(strange.decrypt(ciphertextBlob))).toBe('Forbidden.KeyNotFound');
    expect(await outcomeOf(strange.encrypt(key.arn, Buffer.from('x')))).toBe(
      'Forbidden.KeyNotFound',
    );
    expect(await rowsOf(kms, stranger)).toMatchObject(
      Array(2).fill({ outcome: 'Forbidden.KeyNotFound', keyId: null, keyVersionId: null }),
    );
    expect((await rowsOf(kms, account)).map(({ operation }) => operation)).toEqual([
      'CreateKey',
      'Encrypt',
    ]);
  });

  it('is one where every attempt comes too late', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller(surface, kms, account);
    const { commit } = kms.services;
    let commits = 0;
    Object.assign(kms.services, {
      commit: (writes: Parameters<typeof commit>[0]) =>
        ++commits <= 10 ? Promise.reject(new ConflictError()) : commit(writes),
    });
    expect(await outcomeOf(as.createKey())).toBe('ServiceUnavailableTemporary');
    expect(await rowsOf(kms, account)).toMatchObject([
      { operation: 'CreateKey', outcome: 'ServiceUnavailableTemporary' },
    ]);
  });

  it('has an id and a time of the clock that the call went by, with its duration', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const account = await kms.addAccount();
    const as = caller(surface, kms, account);
    const began = performance.now();
    for (const day of [3, 1, 2]) {
      now = new Date(`2026-12-0${day}T00:00:00Z`);
      await as.createKey({ description: String(day) });
    }
    const milliseconds = performance.now() - began;
    const rows = await rowsOf(kms, account);
    expect(rows.map(({ createdAt }) => createdAt.toISOString().slice(0, 10))).toEqual([
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
    ]);
    for (const { id, createdAt } of rows)
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(createdAt.getTime());
    const sum = rows.reduce((total, row) => total + (row.durationMicroseconds ?? Number.NaN), 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(milliseconds * 1_000);
  });
});

/** A text as Node gives a header whose bytes are its UTF-8. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

describe('The user agent in an audit row', () => {
  it.each([
    ['64 KB long is cut', 'a'.repeat(65_536), 'a'.repeat(256)],
    ['in ISO 8859-1 is kept', 'caf\u00e9/1 \u00a0\u00ff', 'caf\u00e9/1 \u00a0\u00ff'],
    ['in UTF-8 is kept', utf8('caf\u00e9/\u5bc6\u{1f511}'), 'caf\u00e9/\u5bc6\u{1f511}'],
    ['with a tab is kept', 'a\tb', 'a\tb'],
    ['that is empty is empty', '', ''],
  ])('that is %s', async (_name, userAgent, stored) => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { status } = await callV1(kms, account, 'CreateKey', {}, { userAgent });
    expect(status).toBe(200);
    expect(await lastOf(kms, account, 'CreateKey')).toMatchObject({ userAgent: stored });
  });
});

interface OfKey {
  readonly key: {
    readonly auditEvents: { readonly edges: readonly { readonly node: { operation: string } }[] };
  };
}

describe('The reads of a GraphQL query', () => {
  const QUERY = `{
    keys(first: 100) { edges { node { keyId aliases(first: 1) { edges { cursor } } versions(first: 1) { edges { cursor } } tags { tagKey } } } }
  }`;

  it('have one row for each operation, however many keys they read', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const keyIds: string[] = [];
    for (let made = 0; made < 30; made += 1) keyIds.push((await as.createKey()).keyId);
    const before = (await rowsOf(kms, account)).length;
    const { errors } = await postGraphql(kms, account, { query: QUERY });
    expect(errors).toBeUndefined();
    const rows = (await rowsOf(kms, account)).slice(before);
    expect(rows.map(({ operation }) => operation).sort()).toEqual([
      'DescribeKey',
      'ListAliasesByKeyId',
      'ListKeyVersions',
      'ListKeys',
      'ListResourceTags',
    ]);
    expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(1);
    const tags = rows.find(({ operation }) => operation === 'ListResourceTags');
    expect([tags?.keyId, tags?.details]).toEqual([null, '{"count":30}']);
    expect(tags?.otherKeyIds?.split(',').sort()).toEqual(keyIds.sort());
    const ofKey = `{ key(keyId: "${keyIds[0]}") { auditEvents { edges { node { operation } } } } }`;
    const { data } = await postGraphql(kms, account, { query: ofKey });
    const { edges } = (data as unknown as OfKey).key.auditEvents;
    expect(edges.map(({ node }) => node.operation)).toContain('ListResourceTags');
  });

  it('share a row where one query performs an operation many times', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    const account = await kms.addAccount();
    const { keyId } = await caller('rpc', kms, account).createKey();
    const found = `key(keyId: "${keyId}") { keyId }`;
    const query = `{ a: ${found} b: ${found} c: key(keyId: "none") { keyId } d: user(userName: "none") { id } e: user(userName: "none") { id } }`;
    await postGraphql(kms, account, { query });
    const rows = (await rowsOf(kms, account)).filter(({ operation }) => operation !== 'CreateKey');
    expect(
      rows
        .map(({ operation, outcome, keyId: key, details }) => [operation, outcome, key, details])
        .toSorted(),
    ).toEqual([
      ['DescribeKey', 'Done', keyId, '{"count":2}'],
      ['DescribeKey', 'Forbidden.KeyNotFound', null, '{}'],
      ['GetUser', 'EntityNotExist.User', null, '{"count":2}'],
    ]);
  });

  it('have further rows for more than 100 keys', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const keys = await Promise.all(Array.from({ length: 101 }, () => as.createKey()));
    const fields = keys.map(
      ({ keyId }, at) => `k${at}: key(keyId: "${keyId}") { tags { tagKey } }`,
    );
    const { errors } = await postGraphql(kms, account, { query: `{ ${fields.join('\n')} }` });
    expect(errors).toBeUndefined();
    const rows = await rowsOf(kms, account, 'ListResourceTags');
    expect(rows.map(({ details }) => details)).toEqual(['{"count":100}', '{}']);
    expect(
      rows.flatMap(({ keyId, otherKeyIds }) => keyId ?? otherKeyIds?.split(',') ?? []).sort(),
    ).toEqual(keys.map(({ keyId }) => keyId).sort());
  });

  it('name the key if it is one, and are refused in rows of their own', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    const account = await kms.addAccount();
    const { keyId } = await caller('rpc', kms, account).createKey();
    const user = await addUser(kms, account.accountId, allowing('kms:DescribeKey'));
    const query = `{ key(keyId: "${keyId}") { keyId tags { tagKey } } }`;
    await postGraphql(kms, user, { query });
    const rows = await kms.store.db.auditEvent.findMany({ where: { accessKeyId: user.id } });
    expect(rows.map((row) => [row.operation, row.outcome, row.keyId]).sort()).toEqual([
      ['DescribeKey', 'Done', keyId],
      ['ListResourceTags', 'Forbidden.NoPermission', keyId],
    ]);
  });

  it('are not answered where the row cannot be written', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    const account = await kms.addAccount();
    beforeNextCommit(kms.services, async () => {
      throw new ServiceUnavailableError();
    });
    const { status, data } = await postGraphql(kms, account, { query: '{ keys { totalCount } }' });
    expect([status, data ?? null]).toEqual([503, null]);
  });
});

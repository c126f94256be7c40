import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, allowing } from '../support/identities.ts';
import { sharedKms } from '../support/kms.ts';
import { SURFACES } from '../support/surfaces.ts';

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: { code?: string }) => String(error.code),
  );

const policyFor = (principals: readonly string[], effect = 'Allow', action: unknown = 'kms:*') =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: effect, Principal: { RAM: principals }, Action: action, Resource: '*' }],
  });

const ABSENT = '0195a000-0000-7000-8000-000000000000';

/** An owner with a key whose policy names bob of another account. */
async function setUp() {
  const kms = await sharedKms();
  const owner = await kms.addAccount();
  const other = await kms.addAccount();
  const bobsArn = `acs:ram::${other.accountId}:user/bob`;
  const asOwner = caller('rpc', kms, owner);
  const { keyId, arn } = await asOwner.createKey({ policy: policyFor([bobsArn]) });
  const bob = await addUser(kms, other.accountId, allowing('kms:*'), 'bob');
  const eve = await addUser(kms, other.accountId, allowing('kms:*'), 'eve');
  return { kms, owner, other, asOwner, keyId, arn, bob, eve, bobsArn };
}

describe.each(SURFACES)('A key of another account, by %s,', (surface) => {
  it('can be used by its ARN where its policy and that of the user allow it', async () => {
    const { kms, asOwner, arn, bob, keyId } = await setUp();
    const asBob = caller(surface, kms, bob);
    const { ciphertextBlob = '' } = await asBob.encrypt(arn, Buffer.from('x'));
    expect(String(await asBob.decrypt(ciphertextBlob))).toBe('x');
    const uses = await kms.store.db.keyUse.findMany({ where: { keyId } });
    expect(uses.map((use) => use.uses)).toEqual([2]);
    expect(uses[0]?.accountId).toBe((await asOwner.describeKey(keyId)).creator);
  });

  it('is as if it did not exist where one of the two does not', async () => {
    const { kms, other, arn, eve, owner } = await setUp();
    const absent = `acs:kms:cn-hangzhou:${owner.accountId}:key/${ABSENT}`;
    const powerless = await addUser(kms, other.accountId, []);
    for (const [credential, expected] of [
      [eve, 'Forbidden.KeyNotFound'], // the key policy does not name her
      [powerless, 'Forbidden.NoPermission'], // her own policies do not allow it, for any key
      [other, 'Forbidden.KeyNotFound'], // nor does it name the root of her account
    ] as const) {
      const as = caller(surface, kms, credential);
      for (const key of [arn, absent])
        expect([key, await outcomeOf(as.encrypt(key, Buffer.from('x')))]).toEqual([key, expected]);
    }
  });

  it('cannot be administered, read in lists or named by alias', async () => {
    const { kms, asOwner, owner, bob, arn, keyId } = await setUp();
    await asOwner.act('CreateAlias', { keyId, aliasName: 'alias/shared' });
    const asBob = caller(surface, kms, bob);
    for (const operation of ['SetKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion']) {
      const input = operation === 'SetKeyPolicy' ? { policy: policyFor([]) } : {};
      const named = { keyId: operation === 'SetKeyPolicy' ? arn : keyId, ...input };
      expect(await outcomeOf(asBob.act(operation, named))).not.toBe('ok');
    }
    expect((await asBob.listKeyIds()).keyIds).toEqual([]);
    expect(await asBob.listAliases()).toEqual([]);
    const alias = `acs:kms:cn-hangzhou:${owner.accountId}:alias/shared`;
    expect(await outcomeOf(asBob.encrypt(alias, Buffer.from('x')))).toBe('Forbidden.KeyNotFound');
    expect(await outcomeOf(asBob.encrypt('alias/shared', Buffer.from('x')))).toBe(
      'Forbidden.AliasNotFound',
    );
    expect(await outcomeOf(asBob.encrypt(keyId, Buffer.from('x')))).toBe('Forbidden.KeyNotFound');
  });

  it('is lost when its policy is changed, at the next call', async () => {
    const { kms, asOwner, keyId, arn, bob, bobsArn } = await setUp();
    const asBob = caller(surface, kms, bob);
    const { ciphertextBlob = '' } = await asBob.encrypt(arn, Buffer.from('x'));
    await asOwner.act('SetKeyPolicy', { keyId, policy: policyFor([bobsArn], 'Deny') });
    expect(await outcomeOf(asBob.encrypt(arn, Buffer.from('x')))).toBe('Forbidden.KeyNotFound');
    expect(await outcomeOf(asBob.decrypt(ciphertextBlob))).toBe('Forbidden.KeyNotFound');
  });
});

describe('A blob of another account’s key', () => {
  it('gives a caller who may not use it the answer to a blob of no key', async () => {
    const { kms, arn, bob, eve } = await setUp();
    const { ciphertextBlob = '' } = await caller('rpc', kms, bob).encrypt(arn, Buffer.from('x'));
    const unknown = Buffer.from(ciphertextBlob, 'base64');
    unknown[5] = (unknown[5] ?? 0) ^ 1; // of the id of the key version
    const asEve = caller('rpc', kms, eve);
    const answer = async (blob: string) =>
      asEve.decrypt(blob).catch(({ code, message }) => [code, message]);
    expect(await answer(ciphertextBlob)).toEqual(await answer(unknown.toString('base64')));
  });
});

describe('GraphQL shows nothing of another account', () => {
  it('through node, nodes, nested relations, filters and search', async () => {
    const { kms, asOwner, bob, keyId } = await setUp();
    await asOwner.act('CreateAlias', { keyId, aliasName: 'alias/payroll' });
    await asOwner.tagKeys([keyId], [['team', 'payroll']]);
    const id = Buffer.from(`KeyMetadata:${keyId}`).toString('base64');
    const { data, errors } = await postGraphql(kms, bob, {
      query: `query ($id: ID!) {
        node(id: $id) { id }
        nodes(ids: [$id]) { id }
        searched: keys(filter: { search: "payroll" }) { totalCount edges { node { id } } }
        tagged: keys(filter: { tags: [{ tagKey: "team" }] }) { totalCount edges { node { id } } }
        aliases { edges { node { aliasName key { keyId } } } }
      }`,
      variables: { id },
    });
    expect(errors).toBeUndefined();
    const nothing = { totalCount: 0, edges: [] };
    expect(data).toEqual({
      node: null,
      nodes: [null],
      searched: nothing,
      tagged: nothing,
      aliases: { edges: [] },
    });
  });
});

describe('ReEncrypt', () => {
  it('needs a permission on each of its keys', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const [from, to] = [await as.createKey(), await as.createKey()];
    const { ciphertextBlob } = await as.encrypt(from.keyId, Buffer.from('x'));
    const input = {
      ciphertextBlob: Buffer.from(String(ciphertextBlob), 'base64'),
      destinationKeyId: to.keyId,
    };
    const arn = (id: string) => `acs:kms:*:*:key/${id}`;
    const user = async (source: string, destination: string) => {
      const statements = [
        { Effect: 'Allow', Action: 'kms:ReEncryptFrom', Resource: arn(source) },
        { Effect: 'Allow', Action: 'kms:ReEncryptTo', Resource: arn(destination) },
      ] as const;
      const credential = await addUser(kms, account.accountId, statements);
      return outcomeOf(caller('rpc', kms, credential).act('ReEncrypt', input));
    };
    expect(await user(from.keyId, to.keyId)).toBe('ok');
    expect(await user(to.keyId, to.keyId)).toBe('Forbidden.NoPermission');
    expect(await user(from.keyId, from.keyId)).toBe('Forbidden.NoPermission');
  });
});

import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, type Credential } from '../support/identities.ts';
import { type Kms, sharedKms } from '../support/kms.ts';

const ABSENT = '0195a000-0000-7000-8000-000000000000';

async function ask(kms: Kms, credential: Credential, actions: readonly string[], resource: string) {
  const { data, errors } = await postGraphql(kms, credential, {
    query: `query ($actions: [String!]!, $resource: String!) {
      viewer { arn may(actions: $actions, resource: $resource) { action isAllowed } }
    }`,
    variables: { actions, resource },
  });
  const viewer = data?.viewer as { arn: string; may: { isAllowed: boolean }[] | null };
  return { ...viewer, errors, allowed: viewer?.may?.map(({ isAllowed }) => isAllowed) };
}

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const { accountId } = account;
  const as = caller('rpc', kms, account);
  const [open, closed] = [await as.createKey(), await as.createKey()];
  const user = await addUser(
    kms,
    accountId,
    [
      { Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: open.arn },
      { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' },
      { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' },
    ],
    'alice',
  );
  return { kms, account, accountId, user, open, closed };
}

describe('viewer.may', () => {
  it('answers what the caller is allowed to do with a key', async () => {
    const { kms, accountId, account, user, open, closed } = await setUp();
    const actions = ['kms:Encrypt', 'kms:Decrypt', 'kms:DisableKey'];
    const { arn, allowed } = await ask(kms, user, actions, open.arn);
    expect([arn, allowed]).toEqual([`acs:ram::${accountId}:user/alice`, [true, false, false]]);
    expect((await ask(kms, user, actions, closed.arn)).allowed).toEqual([false, false, false]);
    expect((await ask(kms, account, actions, closed.arn)).allowed).toEqual([true, true, true]);
  });

  it('answers for what is not a key', async () => {
    const { kms, accountId, user } = await setUp();
    const container = `acs:kms:cn-hangzhou:${accountId}:key`;
    expect((await ask(kms, user, ['kms:CreateKey', 'kms:ListKeys'], container)).allowed).toEqual([
      true,
      false,
    ]);
    const bob = `acs:ram::${accountId}:user/bob`;
    expect((await ask(kms, user, ['ram:DeleteUser'], bob)).allowed).toEqual([false]);
  });

  it('answers for a text that no key can have', async () => {
    const { kms, accountId, user } = await setUp();
    const { allowed, errors } = await ask(
      kms,
      user,
      ['kms:Encrypt'],
      `acs:kms:cn-hangzhou:${accountId}:key/a\0b`,
    );
    expect([allowed, errors]).toEqual([[false], undefined]);
  });

  it('does not tell a forbidden key from one that does not exist', async () => {
    const { kms, user, closed, open } = await setUp();
    const absent = closed.arn.replace(closed.keyId, ABSENT);
    const about = async (arn: string) => (await ask(kms, user, ['kms:Encrypt'], arn)).allowed;
    expect(await about(absent)).toEqual(await about(closed.arn));
    const other = await setUp();
    const foreign = other.open.arn.replace(other.open.keyId, ABSENT);
    expect(await about(foreign)).toEqual(await about(other.open.arn));
    expect(await about(open.arn)).toEqual([true]);
  });

  it('answers at most 50 actions at a time', async () => {
    const { kms, user, open } = await setUp();
    const many = Array.from({ length: 51 }, () => 'kms:Encrypt');
    const { may, errors } = await ask(kms, user, many, open.arn);
    expect(may).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'InvalidParameter', field: 'actions' });
  });
});

describe('A refusal', () => {
  it('has its reason where that does not tell whether a key exists', async () => {
    const { kms, accountId, user, closed } = await setUp();
    const create = await postGraphql(kms, user, {
      query: 'mutation { createUser(input: { userName: "eve" }) { id } }',
    });
    expect(create.errors?.[0]?.extensions).toMatchObject({
      code: 'NoPermission',
      accessDeniedDetail: {
        authAction: 'ram:CreateUser',
        authResource: `acs:ram::${accountId}:user/eve`,
        authPrincipalType: 'SubUser',
        authPrincipalOwnerId: accountId,
        noPermissionType: 'ImplicitDeny',
        policyType: 'AccountLevelIdentityBasedPolicy',
      },
    });
    const describeKey = await postGraphql(kms, user, {
      query: `{ key(keyId: "${closed.keyId}") { keyId } }`,
    });
    expect(describeKey.errors?.[0]?.extensions).toEqual({
      code: 'Forbidden.NoPermission',
      requestId: expect.any(String),
    });
  });
});

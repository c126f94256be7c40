import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { caller, type Refused, refusalOf, SURFACES, type Surface } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { addUser, allowing } from '../support/identities.ts';
import { type KeyStatement, keyPolicyText } from '../support/key-policy.ts';
import { type Kms, sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

const EVERYTHING = allowing('kms:*');

async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller(surface, kms, account);
  const { keyId } = await as.createKey();
  const set = (...statements: readonly KeyStatement[]) =>
    as.act('SetKeyPolicy', { keyId, policy: keyPolicyText(...statements) });
  const userArn = (name: string) => `acs:ram::${account.accountId}:user/${name}`;
  return { kms, account, as, keyId, set, userArn };
}

/** What GetKeyPolicy answers: the text. */
async function policyOf(
  surface: Surface,
  kms: Kms,
  as: Parameters<typeof callV1>[1],
  keyId: string,
) {
  if (surface === 'rpc')
    return (await callV1(kms, as, 'GetKeyPolicy', { KeyId: keyId })).json.Policy;
  const query = `{ key(keyId: "${keyId}") { policy { document isDefault } } }`;
  const { data } = await postGraphql(kms, as, { query });
  return (data?.key as { policy?: { document: string } } | null)?.policy?.document;
}

/** The message of a refusal. */
const messageOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'not refused',
    (error: Refused) => `${error.code}: ${error.message}`,
  );

describe.each(SURFACES)('The policy of a key by %s', (surface) => {
  it('is the default policy until one is set, and then the text that was set', async () => {
    const { kms, account, as, keyId, userArn } = await setUp(surface);
    const found = await policyOf(surface, kms, account, keyId);
    expect(JSON.parse(String(found))).toEqual({
      Version: '1',
      Statement: [
        {
          Sid: 'kms default key policy',
          Effect: 'Allow',
          Principal: { RAM: [`acs:ram::${account.accountId}:*`] },
          Action: ['kms:*'],
          Resource: ['*'],
        },
      ],
    });
    const RAM = userArn('ann');
    const policy = `{ "Version": "1",\n\t"Statement": [ { "Effect": "Allow", "Principal": { "RAM": "${RAM}" }, "Action": "kms:Encrypt", "Resource": "*" } ] }`;
    await as.act('SetKeyPolicy', { keyId, policy });
    expect(await policyOf(surface, kms, account, keyId)).toBe(policy);
    await as.act('SetKeyPolicy', { keyId, policy: String(found) });
    expect(await policyOf(surface, kms, account, keyId)).toBe(found);
  });

  it('comes with a new key', async () => {
    const { kms, account, as, userArn } = await setUp(surface);
    const ann = await addUser(kms, account.accountId, [], 'ann');
    const policy = keyPolicyText({
      Effect: 'Allow',
      Principal: { RAM: [userArn('ann')] },
      Action: ['kms:Encrypt'],
    });
    const { keyId } = await as.createKey({ policy });
    expect(await policyOf(surface, kms, account, keyId)).toBe(policy);
    await caller(surface, kms, ann).encrypt(keyId, Buffer.from('x'));
    expect(await refusalOf(as.createKey({ policy: '{}' }))).toBe('InvalidParameter');
  });

  it.each([
    ['no JSON', '{', 'line 1, column 2'],
    ['an unknown element', '{"Version":"1","Statement":[],"Id":"x"}', 'Id (line 1, column 36)'],
    [
      'a statement without an action',
      '{"Version":"1",\n"Statement":[{"Effect":"Allow","Principal":{"RAM":["acs:ram::1:root"]},"Resource":"*"}]}',
      'Statement[0] (line 2, column 14)',
    ],
    [
      'an unknown condition',
      keyPolicyText({
        Effect: 'Deny',
        Principal: { RAM: ['acs:ram::1234567890123456:user/ann'] },
        Action: ['kms:Encrypt'],
        Condition: { StringEquals: { 'acs:Moon': ['full'] } },
      }),
      'Statement[0].Condition.StringEquals',
    ],
    ['33 KB', `{"Version":"1"}${' '.repeat(32_754)}`, ''],
    ['multi-byte text of 33 KB', `{"Version":"1","Sid":"${'é'.repeat(16_380)}"}`, 'too long'],
  ])('is not %s, and the error says where it is wrong', async (_name, policy, place) => {
    const { kms, account, as, keyId } = await setUp(surface);
    const before = await policyOf(surface, kms, account, keyId);
    const refused = await messageOf(as.act('SetKeyPolicy', { keyId, policy }));
    expect(refused).toContain('InvalidParameter');
    expect(refused).toContain(place);
    expect(await policyOf(surface, kms, account, keyId)).toBe(before);
  });

  it('allows what it allows to the user that it names, and nothing else to nobody else', async () => {
    const { kms, account, keyId, set, userArn } = await setUp(surface);
    const { accountId } = account;
    const ann = caller(surface, kms, await addUser(kms, accountId, [], 'ann'));
    const bob = caller(surface, kms, await addUser(kms, accountId, [], 'bob'));
    const plaintext = Buffer.from('x');
    expect(await refusalOf(ann.encrypt(keyId, plaintext))).toBe('Forbidden.NoPermission');
    await set({
      Effect: 'Allow',
      Principal: { RAM: [userArn('ann')] },
      Action: ['kms:Encrypt'],
    });
    const { ciphertextBlob = '' } = await ann.encrypt(keyId, plaintext); // at once
    expect(await refusalOf(ann.decrypt(ciphertextBlob))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(bob.encrypt(keyId, plaintext))).toBe('Forbidden.NoPermission');
    await set({
      Effect: 'Allow',
      Principal: { RAM: [userArn('bob')] },
      Action: ['kms:Encrypt'],
    });
    expect(await refusalOf(ann.encrypt(keyId, plaintext))).toBe('Forbidden.NoPermission');
    await bob.encrypt(keyId, plaintext);
  });

  it('denies what the policies of a user allow, and never binds the root identity', async () => {
    const { kms, account, as, keyId, set } = await setUp(surface);
    const ann = caller(surface, kms, await addUser(kms, account.accountId, EVERYTHING));
    await ann.encrypt(keyId, Buffer.from('x'));
    await set({
      Effect: 'Deny',
      Principal: { RAM: [`acs:ram::${account.accountId}:root`] },
      Action: ['kms:Encrypt'],
    });
    expect(await refusalOf(ann.encrypt(keyId, Buffer.from('x')))).toBe('Forbidden.NoPermission');
    await ann.describeKey(keyId);
    await as.encrypt(keyId, Buffer.from('x'));
  });

  it('is changed only by who has the permission for this key, and only of a key that exists', async () => {
    const { kms, account, as, keyId, userArn } = await setUp(surface);
    const statement = {
      Effect: 'Allow',
      Principal: { RAM: [userArn('ann')] },
      Action: ['kms:*'],
    } as const;
    const policy = keyPolicyText(statement);
    const ann = caller(surface, kms, await addUser(kms, account.accountId, [], 'ann'));
    const set = (by: typeof as, id: string) => by.act('SetKeyPolicy', { keyId: id, policy });
    expect(await messageOf(set(ann, keyId))).toContain('kms:SetKeyPolicy');
    expect(await refusalOf(set(ann, randomUUID()))).toBe('Forbidden.NoPermission');
    expect(await refusalOf(set(as, randomUUID()))).toBe('Forbidden.KeyNotFound');
    const stranger = caller(surface, kms, await kms.addAccount());
    expect(await refusalOf(set(stranger, keyId))).toBe('Forbidden.KeyNotFound');
    await set(as, keyId);
    await set(ann, keyId); // it allows itself
    await as.act('ScheduleKeyDeletion', { keyId });
    expect(await refusalOf(set(as, keyId))).toBe('Rejected.PendingDeletion');
  });

  it('is read only by who has the permission', async () => {
    const { kms, account, keyId } = await setUp(surface);
    const ann = await addUser(kms, account.accountId, allowing('kms:DescribeKey'));
    expect(await policyOf(surface, kms, ann, keyId)).toBeUndefined();
    const reader = await addUser(
      kms,
      account.accountId,
      allowing('kms:DescribeKey', 'kms:GetKeyPolicy'),
    );
    expect(await policyOf(surface, kms, reader, keyId)).toContain('kms default key policy');
  });

  it('leaves an audit row with the policy', async () => {
    const { kms, account, keyId, set, userArn } = await setUp(surface);
    const statement = {
      Effect: 'Allow',
      Principal: { RAM: [userArn('ann')] },
      Action: ['kms:Encrypt'],
    } as const;
    await set(statement);
    const event = await kms.store.db.auditEvent.findFirst({
      where: { accountId: account.accountId, operation: 'SetKeyPolicy' },
    });
    expect(event).toMatchObject({ keyId, outcome: 'Done', surface });
    expect(JSON.parse(String(event?.details))).toMatchObject({ policy: keyPolicyText(statement) });
  });
});

const open = (accountId: string): KeyStatement => ({
  Effect: 'Allow',
  Principal: { RAM: [`acs:ram::${accountId}:*`] },
  Action: ['kms:*'],
});

describe('PolicyName', () => {
  it('is default, and any other names no policy', async () => {
    const { kms, account, keyId } = await setUp('rpc');
    const codeOf = async (action: string, input: Record<string, string>) => {
      const { status, json } = await callV1(kms, account, action, { KeyId: keyId, ...input });
      return [status, json.Code ?? 'ok'];
    };
    const Policy = keyPolicyText(open(account.accountId));
    expect(await codeOf('GetKeyPolicy', { PolicyName: 'default' })).toEqual([200, 'ok']);
    expect(await codeOf('SetKeyPolicy', { PolicyName: 'default', Policy })).toEqual([200, 'ok']);
    for (const [action, input] of [
      ['GetKeyPolicy', {}],
      ['SetKeyPolicy', { Policy }],
    ] as const)
      expect(await codeOf(action, { PolicyName: 'other', ...input })).toEqual([
        404,
        'Forbidden.ResourceNotFound',
      ]);
  });
});

describe('The policy of a key in the graph', () => {
  it('says whether it is the default policy, for every key of a page in one query', async () => {
    const { kms, account, as, keyId, set } = await setUp('graphql');
    const { keyId: other } = await as.createKey();
    await set(open(account.accountId));
    const { data } = await postGraphql(kms, account, {
      query: '{ keys { edges { node { keyId policy { isDefault } } } } }',
    });
    expect(data?.keys).toEqual({
      edges: [
        { node: { keyId, policy: { isDefault: false } } },
        { node: { keyId: other, policy: { isDefault: true } } },
      ],
    });
  });
});

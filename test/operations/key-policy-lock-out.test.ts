import { describe, expect, it } from 'vitest';
import { caller, refusalOf, type Surface } from '../support/caller.ts';
import { countReads } from '../support/count-reads.ts';
import { addUser, allowing } from '../support/identities.ts';
import { type KeyStatement, keyPolicyText } from '../support/key-policy.ts';
import { sharedKms, startKms } from '../support/kms.ts';
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

const open = (accountId: string): KeyStatement => ({
  Effect: 'Allow',
  Principal: { RAM: [`acs:ram::${accountId}:*`] },
  Action: ['kms:*'],
});

describe('A policy that locks all users and roles out', () => {
  const lockOut = (accountId: string) =>
    keyPolicyText({
      Effect: 'Deny',
      Principal: { RAM: [`acs:ram::${accountId}:*`] },
      Action: ['kms:*'],
    });

  it('is refused by RPC, whatever else it is told', async () => {
    const { kms, account, keyId } = await setUp('rpc');
    const Policy = lockOut(account.accountId);
    const confirmed = { AllowLockout: 'true' };
    for (const input of [{ Policy }, { ...confirmed, Policy }])
      for (const [action, name] of [
        ['SetKeyPolicy', { KeyId: keyId }],
        ['CreateKey', {}],
      ] as const) {
        const { json } = await callV1(kms, account, action, { ...name, ...input });
        expect([action, json.Code]).toEqual([action, 'InvalidParameter']);
        expect(json.Message).toContain('nobody but the root identity');
      }
  });

  it('is accepted by GraphQL if the caller confirms it', async () => {
    const { kms, account, as, keyId } = await setUp('graphql');
    const input = { keyId, policy: lockOut(account.accountId) };
    expect(await refusalOf(as.act('SetKeyPolicy', input))).toBe('InvalidParameter');
    await as.act('SetKeyPolicy', { ...input, allowLockout: true });
    const { policy } = input;
    expect(await refusalOf(as.createKey({ policy }))).toBe('InvalidParameter');
    await as.createKey({ policy, allowLockout: true });
    const ann = await addUser(kms, account.accountId, EVERYTHING);
    expect(await refusalOf(caller('graphql', kms, ann).describeKey(keyId))).toBe(
      'Forbidden.NoPermission',
    );
    await as.act('SetKeyPolicy', { keyId, policy: keyPolicyText(open(account.accountId)) });
    await caller('graphql', kms, ann).describeKey(keyId);
  });

  it('is one that denies it by name to the only user who could change it', async () => {
    const { kms, account, set, userArn } = await setUp('rpc');
    await addUser(kms, account.accountId, EVERYTHING, 'ann');
    const deny = (name: string) =>
      ({
        Effect: 'Deny',
        Principal: { RAM: [userArn(name)] },
        Action: ['kms:SetKeyPolicy'],
      }) as const;
    expect(await refusalOf(set(deny('ann')))).toBe('InvalidParameter');
    await addUser(kms, account.accountId, EVERYTHING, 'bob');
    await set(deny('ann'));
    expect(await refusalOf(set(deny('ann'), deny('bob')))).toBe('InvalidParameter');
  });

  it('is looked for with as many reads for ten users as for one', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey();
    const policy = keyPolicyText({
      Effect: 'Deny',
      Principal: { RAM: [`acs:ram::${account.accountId}:user/nobody`] },
      Action: ['kms:SetKeyPolicy'],
    });
    const reads = countReads(kms, ['user', 'role', 'accessKey', 'attachment', 'policy']);
    const set = async () => {
      reads.db = 0;
      await as.act('SetKeyPolicy', { keyId, policy });
      return reads.db;
    };
    await addUser(kms, account.accountId, allowing('kms:Encrypt'));
    expect(await set()).toBe(6);
    for (let index = 0; index < 9; index += 1)
      await addUser(kms, account.accountId, allowing('kms:Encrypt'));
    expect(await set()).toBe(6);
  });
});

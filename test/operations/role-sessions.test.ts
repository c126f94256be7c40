import { describe, expect, it } from 'vitest';
import { accountArn, keyArn, roleArn } from '#domain/arn.ts';
import { caller, outcomeOf, refusalOf, SURFACES } from '../support/caller.ts';
import { addRole, addUser, allowing, trusting } from '../support/identities.ts';
import { assume, encryptBy, mayAssumeAny, openAccount, WAYS } from '../support/role-sessions.ts';
import { callV1 } from '../support/rpc-client.ts';

const policyOf = (Action: string, Resource = '*') =>
  JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action, Resource }] });

describe.each(SURFACES)('AssumeRole by %s', (surface) => {
  it.each([
    [{ roleArn: 'acs:ram::1:user/alice' }, 'InvalidParameter.RoleArn'],
    [{ roleArn: 'acs:ram::*:role/*' }, 'InvalidParameter.RoleArn'],
    [{ roleSessionName: 'a' }, 'InvalidParameter.RoleSessionName'],
    [{ roleSessionName: 'a b' }, 'InvalidParameter.RoleSessionName'],
    [{ roleSessionName: 'a/b' }, 'InvalidParameter.RoleSessionName'],
    [{ roleSessionName: 'a'.repeat(65) }, 'InvalidParameter.RoleSessionName'],
    [{ durationSeconds: 899 }, 'InvalidParameter.DurationSeconds'],
    [{ durationSeconds: 3_601 }, 'InvalidParameter.DurationSeconds'],
    [{ policy: '{' }, 'InvalidParameter.PolicyGrammar'],
    [{ policy: policyOf('kms:*').padEnd(2_049) }, 'InvalidParameter.PolicySize'],
  ])('refuses %j', async (input, code) => {
    const { kms, user, role } = await openAccount();
    expect(await refusalOf(assume(kms, user, role, input, surface))).toBe(code);
  });

  it('names the place of a fault in a session policy', async () => {
    const { kms, user, role } = await openAccount();
    const policy = policyOf('kms:*').replace('Allow', 'Perhaps');
    await expect(assume(kms, user, role, { policy }, surface)).rejects.toThrow(
      /Statement\[0\]\.Effect/,
    );
  });

  it('is not for the root identity', async () => {
    const { kms, root, role } = await openAccount();
    expect(await refusalOf(assume(kms, root, role, {}, surface))).toBe('NoPermission');
  });

  it('needs a policy of the caller: without one, absent and forbidden roles look alike', async () => {
    const { kms, accountId, role } = await openAccount();
    const bob = await addUser(kms, accountId, allowing('kms:*'));
    const absent = { arn: roleArn(accountId, 'nobody') };
    const texts = [];
    for (const one of [role, absent]) {
      const refused = assume(kms, bob, one, {}, surface);
      expect(await refusalOf(refused)).toBe('NoPermission');
      texts.push(await refused.catch(({ message }: Error) => message));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('tells who may assume a role of the account that there is none', async () => {
    const { kms, accountId, user } = await openAccount();
    const absent = { arn: roleArn(accountId, 'nobody') };
    expect(await refusalOf(assume(kms, user, absent, {}, surface))).toBe('EntityNotExist.Role');
  });

  it('needs the trust policy: by name, or the account for all its users and roles', async () => {
    const { kms, accountId, user, role } = await openAccount();
    const named = (arn: string) => addRole(kms, accountId, trusting(arn), []);
    const session = await assume(kms, user, role);
    const byAlice = await named(`acs:ram::${accountId}:user/alice`);
    const byRole = await named(role.arn);
    const byOther = await named('acs:ram::1234567890123456:root');
    const tried = [];
    for (const one of [byAlice, byRole, byOther])
      for (const who of [user, session])
        tried.push(await outcomeOf(assume(kms, who, one, {}, surface)));
    expect(tried).toEqual([
      'ok',
      'NoPermission',
      'NoPermission',
      'ok',
      'NoPermission',
      'NoPermission',
    ]);
  });

  it('lets nobody of another account in but with both policies', async () => {
    const [home, other] = [await openAccount(), await openAccount()];
    const { kms, user } = home;
    const nobody = { arn: roleArn(other.accountId, 'nobody') };
    const texts = [];
    for (const one of [other.role, nobody]) {
      const refused = assume(kms, user, one, {}, surface);
      expect(await refusalOf(refused)).toBe('NoPermission');
      texts.push(await refused.catch(({ message }: Error) => message));
    }
    expect(texts[0]).toBe(texts[1]); // nobody learns which roles another account has
    const open = await addRole(
      kms,
      other.accountId,
      trusting(accountArn(home.accountId)),
      allowing('kms:*'),
    );
    const weak = await addUser(kms, home.accountId, allowing('kms:*'));
    expect(await refusalOf(assume(kms, weak, open, {}, surface))).toBe('NoPermission');
    const session = await assume(kms, user, open, {}, surface);
    for (const way of WAYS) {
      expect(await encryptBy(way, kms, session, other.keyId)).toBe('ok');
      expect(await encryptBy(way, kms, session, home.keyId)).not.toBe('ok');
    }
    // It ends with the sessions of either account.
    await caller('graphql', kms, home.root).act('EndSessions');
    expect(await encryptBy('V1 query', kms, session, other.keyId)).toBe(
      'InvalidSecurityToken.Expired',
    );
    const again = await assume(kms, user, open, {}, surface);
    expect(await encryptBy('V1 query', kms, again, other.keyId)).toBe('ok');
    await caller('graphql', kms, other.root).act('EndSessions');
    expect(await encryptBy('V1 query', kms, again, other.keyId)).toBe(
      'InvalidSecurityToken.Expired',
    );
  });

  it('audits a refusal', async () => {
    const { kms, accountId, role } = await openAccount();
    const bob = await addUser(kms, accountId, []);
    await refusalOf(assume(kms, bob, role, {}, surface));
    expect(
      await kms.store.db.auditEvent.findFirst({ where: { accountId, operation: 'AssumeRole' } }),
    ).toMatchObject({ outcome: 'NoPermission', accessKeyId: bob.id });
  });
});

describe('A refusal of AssumeRole', () => {
  it('says why in the words of the API', async () => {
    const { kms, accountId, role } = await openAccount();
    const bob = await addUser(kms, accountId, []);
    const input = { RoleArn: role.arn, RoleSessionName: 'test', Version: '2015-04-01' };
    const { status, json } = await callV1(kms, bob, 'AssumeRole', input);
    expect([status, json.Code]).toEqual([403, 'NoPermission']);
    expect(json.AccessDeniedDetail).toMatchObject({
      AuthAction: 'sts:AssumeRole',
      AuthResource: role.arn,
      NoPermissionType: 'ImplicitDeny',
    });
  });
});

describe('A session', () => {
  it('may do only what its session policy allows as well', async () => {
    const { kms, user, role, keyId, as, accountId } = await openAccount();
    const { keyId: otherId } = await as.createKey();
    const policy = policyOf('kms:Encrypt', keyArn(kms.services.region, accountId, keyId));
    const session = await assume(kms, user, role, { policy });
    for (const way of WAYS) {
      expect(await encryptBy(way, kms, session, keyId)).toBe('ok');
      expect(await encryptBy(way, kms, session, otherId)).toBe('Forbidden.NoPermission');
    }
  });

  it('keeps a session policy of 2,048 characters, in any script', async () => {
    const { kms, user, role, keyId } = await openAccount();
    const plain = policyOf('*');
    const unused = '["*","acs:kms:*:*:key/"]';
    const policy = plain.replace(
      '"Resource":"*"',
      `"Resource":${unused}`.replace(
        'key/',
        `key/${'🔑'.repeat(2_048 - plain.length - unused.length + 3)}`,
      ),
    );
    expect([...policy].length).toBe(2_048);
    const session = await assume(kms, user, role, { policy });
    for (const way of WAYS) expect(await encryptBy(way, kms, session, keyId)).toBe('ok');
    const tooLong = assume(kms, session, role, { policy });
    expect(await refusalOf(tooLong)).toBe('InvalidParameter.PolicySize');
  });

  it('that a session makes may never more than that one', async () => {
    const { kms, user, role, trust, accountId, keyId } = await openAccount();
    const weak = await addRole(kms, accountId, trust, mayAssumeAny);
    const strong = await assume(kms, await assume(kms, user, weak), role);
    expect(await encryptBy('ACS3', kms, strong, keyId)).toBe('Forbidden.NoPermission');
    const narrow = await assume(kms, user, role, { policy: policyOf('sts:AssumeRole') });
    const wide = await assume(kms, narrow, role, { policy: policyOf('*') });
    expect(await encryptBy('GraphQL', kms, wide, keyId)).toBe('Forbidden.NoPermission');
    const same = await assume(kms, await assume(kms, user, role), role);
    expect(await encryptBy('V1 form', kms, same, keyId)).toBe('ok');
  });

  it.each(SURFACES)('cannot make access keys, by %s', async (surface) => {
    const { kms, user, role } = await openAccount();
    const as = caller(surface, kms, await assume(kms, user, role));
    expect(await refusalOf(as.act('CreateAccessKey', { userName: 'alice' }))).toBe('NoPermission');
    await as.act('CreateUser', { userName: 'carol' });
    expect(await refusalOf(as.act('CreateAccessKey'))).toBe('NoPermission');
  });

  it('is at most the eighth of a chain', async () => {
    const { kms, user, role, keyId } = await openAccount();
    let session = await assume(kms, user, role);
    let links = 1;
    const refused = async () => {
      for (;;) {
        session = await assume(kms, session, role);
        links += 1;
      }
    };
    expect(await refusalOf(refused())).toBe('NoPermission');
    expect(links).toBe(8);
    expect(await encryptBy('V1 query', kms, session, keyId)).toBe('ok');
  });
});

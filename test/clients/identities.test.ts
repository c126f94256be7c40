import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '#domain/errors.ts';
import { OPERATIONS } from '#operations/registry.ts';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { factsOf } from '../support/operation/discover.ts';
import { openSubjects, type Subjects } from '../support/operation/subjects.ts';
import { callIdentitySdk, differences, parametersOfSdk, sdkHas } from './identity-sdks.ts';
import { SDKS, type SdkParams } from './sdks.ts';

/** What the cloud's API has of RAM and STS. */
const OFFERED = OPERATIONS.filter(({ service, graphqlOnly }) => service && !graphqlOnly);

/**
 * Where answers are not exactly what the SDK's classes declare: `+` is more than it reads, `-` is less. Tags and source
 * identities do not exist here, a policy of the system was never made, users do not log in with a password, and the
 * document of a policy is in its version.
 */
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  CreateUser: ['+.User.UpdateDate'],
  GetUser: ['-.User.LastLoginDate'],
  CreatePolicy: ['+.Policy.AttachmentCount', '+.Policy.UpdateDate'],
  GetPolicy: ['-.Policy.PolicyDocument'],
  ListPolicies: [
    '-.Policies.Policy[].CreateDate',
    '-.Policies.Policy[].Tags',
    '-.Policies.Policy[].UpdateDate',
  ],
  CreateRole: ['+.Role.UpdateDate'],
  ListRoles: ['+.Roles.Role[].AssumeRolePolicyDocument', '-.Roles.Role[].Tags'],
  AssumeRole: ['-.SourceIdentity'],
};

let opened: Promise<Subjects> | undefined;
const subjects = (): Promise<Subjects> => {
  opened ??= sharedKms().then(openSubjects);
  return opened;
};

describe('The SDKs of RAM and STS', () => {
  it.each(OFFERED)('call $name, which answers with what they declare', async (operation) => {
    const { kms, take, callerOf } = await subjects();
    const facts = await factsOf(operation.name);
    const [example] = facts.examples;
    const input = (await example.input?.(await take('symmetric key'))) ?? {};
    const { typed, json } = await callIdentitySdk(kms, await callerOf(facts), operation, input);
    expect(Object.keys(json).sort()).toEqual(['RequestId', ...facts.response].sort());
    expect(differences(operation, json)).toEqual(DIFFERENCES[operation.name] ?? []);
    expect(json).toMatchObject(typed);
  });

  it.each(OFFERED)('have no parameter of $name that is ignored silently', async (operation) => {
    const { parameters } = await factsOf(operation.name);
    const refused = (operation.unsupportedParameters ?? []).map((name) => name.split('.')[0]);
    const known: readonly unknown[] = [...parameters, ...refused];
    expect(parametersOfSdk(operation).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(OPERATIONS.filter(({ service, graphqlOnly }) => service && graphqlOnly))(
    'have no $name, which only GraphQL has',
    (operation) => {
      expect(sdkHas(operation)).toBe(false);
    },
  );
});

/** One who calls RAM and STS by their SDKs. */
const by = (kms: Kms, credential: Credential) => {
  const call = async (service: 'ram' | 'sts', name: string, input: object = {}) =>
    (await callIdentitySdk(kms, credential, { service, name }, input as SdkParams)).typed;
  return {
    ram: (name: string, input: object) => call('ram', name, input),
    sts: (name: string, input?: object) => call('sts', name, input),
    /** The code of the SDK's own error. */
    refused: async (service: 'ram' | 'sts', name: string, input: object) => {
      const error: unknown = await call(service, name, input).catch((refusal: unknown) => refusal);
      return (error as { code?: unknown }).code as ErrorCode;
    },
  };
};

const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '1', Statement });

/** A user with an access key and a policy for one key, and a role that it can assume, made by the SDKs. */
async function makeIdentities(kms: Kms, sdk: (typeof SDKS)[number]) {
  const rootKey = await kms.addAccount();
  const { accountId } = rootKey;
  const root = by(kms, rootKey);
  const { KeyMetadata: key } = (await sdk.call(kms, rootKey, 'CreateKey', {})) as {
    KeyMetadata: { KeyId: string; Arn: string };
  };
  await root.ram('CreateUser', { userName: 'alice' });
  const { AccessKey: accessKey } = (await root.ram('CreateAccessKey', { userName: 'alice' })) as {
    AccessKey: { AccessKeyId: string; AccessKeySecret: string };
  };
  const policyDocument = document(
    {
      Effect: 'Allow',
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'],
      Resource: key.Arn,
    },
    { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
  );
  const policy = { policyName: 'use-one-key', policyDocument };
  await root.ram('CreatePolicy', policy);
  const attached = { policyType: 'Custom', policyName: 'use-one-key', userName: 'alice' };
  await root.ram('AttachPolicyToUser', attached);
  const Principal = { RAM: [`acs:ram::${accountId}:user/alice`] };
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });
  const made = { roleName: 'builder', assumeRolePolicyDocument: trust };
  const { Role: role } = (await root.ram('CreateRole', made)) as {
    Role: { RoleId: string; Arn: string };
  };
  const ofRole = {
    policyType: 'System',
    policyName: 'AliyunKMSCryptoUserAccess',
    roleName: 'builder',
  };
  await root.ram('AttachPolicyToRole', ofRole);
  const userKey = { accountId, id: accessKey.AccessKeyId, secret: accessKey.AccessKeySecret };
  return {
    accountId,
    root,
    userKey,
    user: by(kms, userKey),
    role,
    ofRole,
    KeyId: key.KeyId,
  };
}

describe.each(SDKS)('With $name for KMS', (sdk) => {
  it('a user assumes a role, whose session uses a key until the role is deleted', async () => {
    const kms = await sharedKms();
    const made = await makeIdentities(kms, sdk);
    const { accountId, root, user, userKey, role, ofRole, KeyId } = made;
    const { RoleId, Arn: roleArn } = role;
    expect(await user.sts('GetCallerIdentity')).toMatchObject({
      IdentityType: 'RAMUser',
      AccountId: accountId,
      Arn: `acs:ram::${accountId}:user/alice`,
    });
    const Plaintext = 'aGVsbG8=';
    await sdk.call(kms, userKey, 'Encrypt', { KeyId, Plaintext });
    const { Credentials, AssumedRoleUser } = (await user.sts('AssumeRole', {
      roleArn,
      roleSessionName: 'build-7',
    })) as Record<string, Record<string, string>>;
    expect(AssumedRoleUser).toEqual({
      Arn: `${roleArn}/build-7`,
      AssumedRoleId: `${RoleId}:build-7`,
    });
    const session: Credential = {
      accountId,
      id: Credentials?.AccessKeyId ?? '',
      secret: Credentials?.AccessKeySecret ?? '',
      securityToken: Credentials?.SecurityToken ?? '',
    };
    expect(await by(kms, session).sts('GetCallerIdentity')).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      RoleId,
      Arn: `${roleArn}/build-7`,
    });
    const { CiphertextBlob } = await sdk.call(kms, session, 'Encrypt', { KeyId, Plaintext });
    const decrypt = { CiphertextBlob: String(CiphertextBlob) };
    expect(await sdk.call(kms, session, 'Decrypt', decrypt)).toMatchObject({ Plaintext, KeyId });
    const refused = async () =>
      sdk.codeOf(await sdk.call(kms, session, 'Decrypt', decrypt).catch((error: unknown) => error));
    await root.ram('DetachPolicyFromRole', ofRole);
    expect(await refused()).toBe('Forbidden.NoPermission');
    await root.ram('DeleteRole', { roleName: 'builder' });
    expect(await refused()).toBe('InvalidSecurityToken.Expired');
  });
});

describe('An error of RAM or STS', () => {
  it('has the code of the service in the error of the SDK', async () => {
    const [sdk] = SDKS;
    if (!sdk) throw new Error('there are SDKs');
    const { root, role } = await makeIdentities(await sharedKms(), sdk);
    const codes = [
      await root.refused('ram', 'DeleteUser', { userName: 'alice' }),
      await root.refused('ram', 'DeleteRole', { roleName: 'builder' }),
      await root.refused('ram', 'DeletePolicy', { policyName: 'use-one-key' }),
      await root.refused('ram', 'CreateUser', { userName: 'alice' }),
      await root.refused('ram', 'GetUser', { userName: 'bob' }),
      await root.refused('ram', 'CreatePolicy', {
        policyName: 'bad',
        policyDocument: '{"Version":',
      }),
      await root.refused('sts', 'AssumeRole', { roleArn: role.Arn, roleSessionName: 'root' }),
    ];
    expect(codes).toEqual([
      'DeleteConflict.User.AccessKey',
      'DeleteConflict.Role.Policy',
      'DeleteConflict.Policy.User',
      'EntityAlreadyExists.User',
      'EntityNotExist.User',
      'MalformedPolicyDocument',
      'NoPermission',
    ]);
  });
});

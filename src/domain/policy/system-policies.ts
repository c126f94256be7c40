import type { CompiledPolicy } from './compiled-policy.ts';
import { parsePolicy } from './parse-policy.ts';

/** A policy that every account has and nobody can change. */
export interface SystemPolicy {
  readonly name: string;
  readonly description: string;
  readonly version: 'v1';
  /** The text of the policy. */
  readonly document: string;
  /** Compiled at the first call. */
  readonly compiled: () => CompiledPolicy;
}

function allow(
  name: string,
  description: string,
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
): SystemPolicy {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  const document = JSON.stringify({ Version: '1', Statement: [statement] }, null, 2);
  let compiled: CompiledPolicy | undefined;
  return {
    name,
    description,
    version: 'v1',
    document,
    compiled: () => {
      compiled ??= parsePolicy(document, 'identity');
      return compiled;
    },
  };
}

const KMS_READS = ['kms:List*', 'kms:Describe*', 'kms:GetPublicKey', 'kms:GetKeyPolicy'];
const RAM_READS = ['ram:Get*', 'ram:List*'];

/** Alibaba Cloud's system policies for the services that are here, without what is not here, such as secrets. */
export const SYSTEM_POLICIES: readonly SystemPolicy[] = [
  allow('AdministratorAccess', 'Allows all actions.', '*'),
  allow('ReadOnlyAccess', 'Allows to read keys, aliases, users, roles and policies.', [
    ...KMS_READS,
    ...RAM_READS,
  ]),
  allow('AliyunKMSFullAccess', 'Allows all actions on keys and aliases.', 'kms:*'),
  allow(
    'AliyunKMSReadOnlyAccess',
    'Allows to read keys and aliases, but no cryptography.',
    KMS_READS,
  ),
  allow(
    'AliyunKMSCryptoAdminAccess',
    'Allows to administer and to use keys and aliases.',
    'kms:*',
    ['acs:kms:*:*:key*', 'acs:kms:*:*:alias*'],
  ),
  allow('AliyunKMSCryptoUserAccess', 'Allows to use keys for cryptography.', [
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:AsymmetricEncrypt',
    'kms:AsymmetricDecrypt',
    'kms:AsymmetricSign',
    'kms:AsymmetricVerify',
    'kms:GetPublicKey',
    'kms:GenerateMac',
    'kms:VerifyMac',
  ]),
  allow('AliyunSTSAssumeRoleAccess', 'Allows to assume roles.', 'sts:AssumeRole'),
  allow('AliyunRAMFullAccess', 'Allows all actions on users, roles and policies.', 'ram:*'),
  allow('AliyunRAMReadOnlyAccess', 'Allows to read users, roles and policies.', RAM_READS),
];

/** The system policy of a name; undefined where there is none. */
export const systemPolicy = (name: string): SystemPolicy | undefined =>
  SYSTEM_POLICIES.find((policy) => policy.name === name);

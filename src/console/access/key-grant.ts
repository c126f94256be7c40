import type { FoundKey } from './find-keys.ts';

/** What somebody may do with a key: the permissions that are needed for it. */
export interface Grant {
  readonly name:
    | 'encrypt'
    | 'decrypt'
    | 'dataKeys'
    | 'sign'
    | 'verify'
    | 'encryptPublic'
    | 'decryptPrivate'
    | 'describe'
    | 'list';
  readonly actions: readonly string[];
  /** Whether it is offered for a key. */
  readonly suits: (key: Pick<FoundKey, 'keySpec' | 'keyUsage'>) => boolean;
}

const isSymmetric = ({ keySpec }: Pick<FoundKey, 'keySpec'>) => keySpec.startsWith('Aliyun_');
const signs = ({ keyUsage }: Pick<FoundKey, 'keyUsage'>) => keyUsage === 'SIGN_VERIFY';

/** What can be allowed, in the order in which it is offered. */
export const GRANTS: readonly Grant[] = [
  { name: 'encrypt', actions: ['kms:Encrypt'], suits: isSymmetric },
  { name: 'decrypt', actions: ['kms:Decrypt'], suits: isSymmetric },
  {
    name: 'dataKeys',
    actions: ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
    suits: isSymmetric,
  },
  { name: 'sign', actions: ['kms:AsymmetricSign'], suits: signs },
  { name: 'verify', actions: ['kms:AsymmetricVerify', 'kms:GetPublicKey'], suits: signs },
  {
    name: 'encryptPublic',
    actions: ['kms:AsymmetricEncrypt', 'kms:GetPublicKey'],
    suits: (key) => !isSymmetric(key) && !signs(key),
  },
  {
    name: 'decryptPrivate',
    actions: ['kms:AsymmetricDecrypt'],
    suits: (key) => !isSymmetric(key) && !signs(key),
  },
  {
    name: 'describe',
    actions: ['kms:DescribeKey', 'kms:ListKeyVersions', 'kms:DescribeKeyVersion'],
    suits: () => true,
  },
  { name: 'list', actions: ['kms:ListKeys'], suits: () => true },
];

/** The policy that allows what is chosen with one key. Lists are a permission for all keys, not for one. */
export function grantPolicy(keyArn: string, chosen: ReadonlySet<Grant['name']>): string {
  const actions = GRANTS.filter(({ name }) => name !== 'list' && chosen.has(name)).flatMap(
    (grant) => grant.actions,
  );
  const statements = [
    ...(actions.length > 0
      ? [{ Effect: 'Allow', Action: [...new Set(actions)], Resource: keyArn }]
      : []),
    ...(chosen.has('list')
      ? [{ Effect: 'Allow', Action: ['kms:ListKeys'], Resource: keyArn.replace(/\/[^/]*$/, '') }]
      : []),
  ];
  return JSON.stringify({ Version: '1', Statement: statements }, null, 2);
}

const MAX_PREFIX_CHARACTERS = 64;

/** A name for that policy, of the user, the key and a random part, so that it is free. */
export function grantName(userName: string, keyId: string, random: string): string {
  const user = userName.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, MAX_PREFIX_CHARACTERS);
  return `${user}-${keyId.slice(0, 8)}-${random}`;
}

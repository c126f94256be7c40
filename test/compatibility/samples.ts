import { generateKeyPairSync } from 'node:crypto';
import type { ErrorCode } from '#domain/errors.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Input } from './speak.ts';
import { DIGEST, type Kind, type Subject } from './subjects.ts';

/** One way to call an operation with success, so that a test can go through all of them. */
export interface Sample {
  readonly operation: string;
  /** The kind of key that it acts on. Absent: it acts on none. */
  readonly on?: Kind;
  /** The state that the key is in when it succeeds. Absent: Enabled. */
  readonly state?: KeyState;
  readonly input?: (subject: Subject) => Input | Promise<Input>;
  /** What an operation always answers that only ever refuses, because its callers count on being told so. */
  readonly always?: ErrorCode;
  /** Which key it is whose state counts, where that is not plain. */
  readonly shows?: string;
}

const exportTarget = {
  publicKeyBlob: generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({
    format: 'der',
    type: 'spki',
  }),
  wrappingKeySpec: 'RSA_2048',
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
};
const resources = ({ keyId }: Subject) => ({ resourceType: 'key', keyIds: [keyId] });

const keyAlone = ({ keyId }: Subject) => ({ keyId });
const pair = ({ keyId, keyVersionId }: Subject) => ({ keyId, keyVersionId });
const signature = (subject: Subject) => ({
  ...pair(subject),
  algorithm: 'ECDSA_SHA_256',
  digest: DIGEST,
});
const encryption = (subject: Subject) => ({ ...pair(subject), algorithm: 'RSAES_OAEP_SHA_256' });

export const SAMPLES: readonly Sample[] = [
  { operation: 'CreateKey', input: () => ({ description: 'a sample' }) },
  { operation: 'DescribeKey', on: 'secret key', input: keyAlone },
  { operation: 'ListKeys' },
  {
    operation: 'UpdateKeyDescription',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, description: 'a sample' }),
  },
  { operation: 'EnableKey', on: 'secret key', input: keyAlone },
  { operation: 'DisableKey', on: 'secret key', input: keyAlone },
  {
    operation: 'ScheduleKeyDeletion',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, pendingWindowInDays: 7 }),
  },
  { operation: 'CancelKeyDeletion', on: 'secret key', state: 'PendingDeletion', input: keyAlone },
  {
    operation: 'SetDeletionProtection',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, enableDeletionProtection: true }),
  },
  {
    operation: 'SetDeletionProtection',
    on: 'secret key',
    input: ({ keyId }) => ({ protectedResourceArn: keyId, enableDeletionProtection: true }),
  },

  { operation: 'Encrypt', on: 'secret key', input: ({ keyId }) => ({ keyId, plaintext: DIGEST }) },
  { operation: 'Decrypt', on: 'secret key', input: ({ blob }) => ({ ciphertextBlob: blob }) },
  { operation: 'GenerateDataKey', on: 'secret key', input: keyAlone },
  { operation: 'GenerateDataKeyWithoutPlaintext', on: 'secret key', input: keyAlone },
  {
    operation: 'ReEncrypt',
    shows: 'the key that opens',
    on: 'secret key',
    input: ({ blob, otherKeyId }) => ({ ciphertextBlob: blob, destinationKeyId: otherKeyId }),
  },
  {
    operation: 'ReEncrypt',
    shows: 'a key pair that opens',
    on: 'encryption pair',
    input: ({ blob, keyId, keyVersionId, otherKeyId }) => ({
      ciphertextBlob: blob,
      sourceKeyId: keyId,
      sourceKeyVersionId: keyVersionId,
      sourceEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
      destinationKeyId: otherKeyId,
    }),
  },
  {
    operation: 'ReEncrypt',
    shows: 'the destination',
    on: 'secret key',
    input: ({ otherBlob, keyId }) => ({ ciphertextBlob: otherBlob, destinationKeyId: keyId }),
  },
  {
    operation: 'ExportDataKey',
    on: 'secret key',
    input: ({ dataKeyBlob }) => ({ ciphertextBlob: dataKeyBlob, ...exportTarget }),
  },
  {
    operation: 'GenerateAndExportDataKey',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, ...exportTarget }),
  },

  {
    operation: 'GetParametersForImport',
    on: 'imported key',
    input: ({ keyId }) => ({
      keyId,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      wrappingKeySpec: 'RSA_2048',
    }),
  },
  { operation: 'ImportKeyMaterial', on: 'imported key', input: ({ importInput }) => importInput },
  { operation: 'DeleteKeyMaterial', on: 'imported key', input: keyAlone },

  { operation: 'CreateKeyVersion', on: 'secret key', input: keyAlone },
  { operation: 'DescribeKeyVersion', on: 'secret key', input: pair },
  { operation: 'ListKeyVersions', on: 'secret key', input: keyAlone },
  {
    operation: 'UpdateRotationPolicy',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, enableAutomaticRotation: true, rotationInterval: '30d' }),
  },

  {
    operation: 'CreateAlias',
    on: 'secret key',
    input: ({ keyId, freeAlias }) => ({ keyId, aliasName: freeAlias() }),
  },
  {
    operation: 'UpdateAlias',
    shows: 'the key that the alias moves to',
    on: 'secret key',
    input: async ({ keyId, otherKeyId, newAlias }) => ({
      keyId,
      aliasName: await newAlias(otherKeyId),
    }),
  },
  {
    operation: 'DeleteAlias',
    shows: 'the key that it names',
    on: 'secret key',
    input: async ({ keyId, newAlias }) => ({ aliasName: await newAlias(keyId) }),
  },
  { operation: 'ListAliases' },
  { operation: 'ListAliasesByKeyId', on: 'secret key', input: keyAlone },

  { operation: 'GetPublicKey', on: 'signing pair', input: pair },
  { operation: 'AsymmetricSign', on: 'signing pair', input: signature },
  {
    operation: 'AsymmetricVerify',
    on: 'signing pair',
    input: (subject) => ({ ...signature(subject), value: subject.signature }),
  },
  {
    operation: 'AsymmetricEncrypt',
    on: 'encryption pair',
    input: (subject) => ({ ...encryption(subject), plaintext: DIGEST }),
  },
  {
    operation: 'AsymmetricDecrypt',
    on: 'encryption pair',
    input: (subject) => ({ ...encryption(subject), ciphertextBlob: subject.blob }),
  },

  {
    operation: 'TagResource',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, tags: [{ tagKey: 'purpose', tagValue: 'sample' }] }),
  },
  {
    operation: 'UntagResource',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, tagKeys: ['purpose'] }),
  },
  { operation: 'ListResourceTags', on: 'secret key', input: keyAlone },
  {
    operation: 'TagResources',
    on: 'secret key',
    input: (subject) => ({
      ...resources(subject),
      tags: [{ tagKey: 'purpose', tagValue: 'sample' }],
    }),
  },
  {
    operation: 'UntagResources',
    on: 'secret key',
    input: (subject) => ({ ...resources(subject), tagKeys: ['purpose'] }),
  },
  { operation: 'ListTagResources', on: 'secret key', input: resources },

  {
    operation: 'GetKeyPolicy',
    on: 'secret key',
    input: keyAlone,
    always: 'Forbidden.ResourceNotFound',
  },
  {
    operation: 'SetKeyPolicy',
    on: 'secret key',
    input: ({ keyId }) => ({ keyId, policy: '{"Version":"1"}' }),
    always: 'Forbidden.KeyPolicyUnSupported',
  },

  { operation: 'DescribeRegions' },
  { operation: 'DescribeAccountKmsStatus' },
  { operation: 'OpenKmsService', always: 'Forbidden.Opened' },
];

/** The samples of an operation, the plainest first. @throws where there is none */
export function samplesOf({ name }: Pick<AnyOperation, 'name'>): readonly [Sample, ...Sample[]] {
  const [first, ...more] = SAMPLES.filter(({ operation }) => operation === name);
  if (!first) throw new Error(`test/compatibility/samples.ts has no sample of ${name}`);
  return [first, ...more];
}

/** What a sample answers when it does what it is to do. */
export const successOf = ({ always }: Pick<Sample, 'always'>): ErrorCode | 'ok' => always ?? 'ok';

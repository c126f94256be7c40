import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { UnsupportedOperationError, UnsupportedProtectionLevelError } from '#domain/errors.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { KEY_ORIGINS, KEY_SPEC_NAMES, KEY_SPECS, KEY_USAGES, type KeySpec, type KeyUsage, PROTECTION_LEVELS } from '#domain/key-spec.ts';
import { materialPlace } from '#keyring/places.ts';
import { clientToken, description, oneOf } from '../fields.ts';
import { accountOperation } from '../operation.ts';
import { describeRow, keyMetadata } from './key-metadata.ts';

const defaultUsage = (keySpec: KeySpec): KeyUsage => KEY_SPECS[keySpec].usages[0];

export const createKey = accountOperation({
  name: 'CreateKey',
  summary: 'Creates a key. Its material is made here, unless its origin is EXTERNAL: then it waits for yours.',
  effect: 'write',
  input: z.strictObject({
    origin: oneOf(KEY_ORIGINS).default('Aliyun_KMS'),
    description: description.default(''),
    keyUsage: oneOf(KEY_USAGES).optional(),
    keySpec: oneOf(KEY_SPEC_NAMES).default('Aliyun_AES_256'),
    protectionLevel: oneOf(PROTECTION_LEVELS).default('SOFTWARE'),
    clientToken: clientToken.optional(),
  }),
  output: z.object({ keyMetadata }),
  audit: ['origin', 'keyUsage', 'keySpec', 'protectionLevel'],
  notYet: ['EnableAutomaticRotation', 'RotationInterval', 'DKMSInstanceId', 'Tags', 'Policy', 'KeyStorageMechanism'],
  again: {
    spelledOut: ({ keyUsage, ...input }) => ({ ...input, keyUsage: keyUsage ?? defaultUsage(input.keySpec) }),
    answer: ({ call }, key) => ({ keyMetadata: describeRow(key, call.services.region), key }),
  },
  handler({ call, now, insert }, { origin, description, keyUsage, keySpec, protectionLevel }) {
    const { usages, materialBytes } = KEY_SPECS[keySpec];
    const usage = keyUsage ?? defaultUsage(keySpec);
    if (protectionLevel !== 'SOFTWARE') throw new UnsupportedProtectionLevelError();
    if (!usages.includes(usage)) throw new UnsupportedOperationError(`A key of spec ${keySpec} is for ${usages.join(' or ')}.`);

    const { keyring, region } = call.services;
    const { accountId } = call.principal;
    const imported = origin === 'EXTERNAL';
    const versionId = uuidv7();
    const key = insert('key', {
      id: uuidv7(),
      accountId,
      creator: accountId,
      description,
      state: imported ? 'PendingImport' : 'Enabled',
      usage,
      spec: keySpec,
      origin,
      protectionLevel,
      primaryVersionId: imported ? null : versionId,
      deleteDate: null,
      materialExpireTime: null,
      lastRotationDate: imported ? null : now,
      createdAt: now,
      revision: 1,
      deletionProtected: false,
      deletionProtectionDescription: '',
      importEpoch: 0,
      materialDigest: null,
    });
    if (!imported) {
      using material = KeyMaterial.random(materialBytes);
      const { bytes: wrappedMaterial, rootKeyId } = keyring.wrap(materialPlace(accountId, versionId), material.bytes);
      insert('keyVersion', { id: versionId, accountId, keyId: key.id, wrappedMaterial, rootKeyId, createdAt: now });
    }
    return { keyMetadata: describeRow(key, region), key };
  },
});

import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { isSymmetric, KEY_SPECS } from '#domain/key-spec.ts';
import { digestMaterial, isSameMaterial } from '#domain/material-digest.ts';
import { unwrap } from '#domain/wrapping.ts';
import { materialPlace } from '#keyring/wrap-contexts.ts';
import { bytes, integer, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { openToken } from '../common/import-token.ts';

/** The last second of the year 9999, in which all years that can be written end. */
const END_OF_YEARS = 253_402_300_799;
const SALT_BYTES = 32;

const invalidMaterial = () =>
  new KmsError(
    'InvalidKeyMaterial',
    'key material is invalid. Wrap the right number of bytes under the public key of this token; a key takes the same material for ever.',
  );

export const importKeyMaterial = keyOperation({
  name: 'ImportKeyMaterial',
  summary:
    'Imports the material of a key of origin `EXTERNAL`, permanently or until a time. A later import must have the same material.',
  effect: 'write',
  key: {
    accepts: ['id'],
    origin: 'EXTERNAL',
    states: ['Enabled', 'Disabled', 'PendingImport'],
    refusal: 'transition',
  },
  input: z.strictObject({
    keyId: keyReference,
    encryptedKeyMaterial: bytes(1, 1_024),
    importToken: bytes(1, 3_072),
    keyMaterialExpireUnix: integer(0, END_OF_YEARS).default(0),
  }),
  output: z.object({}),
  audit: ['keyMaterialExpireUnix'],
  handler(
    { call, key, now, change, changeMaterial, insert },
    { encryptedKeyMaterial, importToken, keyMaterialExpireUnix },
  ) {
    const materialExpireTime =
      keyMaterialExpireUnix === 0 ? null : new Date(keyMaterialExpireUnix * 1_000);
    if (materialExpireTime && materialExpireTime <= now)
      throw new InvalidParameterError(
        'keyMaterialExpireUnix',
        'Give a time to come, in Unix seconds; 0 for never.',
      );
    const { algorithm, privateKey } = openToken(call, key, importToken, now);
    const unwrapped = unwrap(privateKey, algorithm, encryptedKeyMaterial);
    if (!unwrapped) throw invalidMaterial();
    using material = new KeyMaterial(unwrapped);
    // Keys of origin EXTERNAL are secret keys (create-key.ts).
    if (!isSymmetric(key.spec) || material.bytes.length !== KEY_SPECS[key.spec].materialBytes)
      throw invalidMaterial();
    if (key.materialDigest && !isSameMaterial(key.materialDigest, key.id, material.bytes))
      throw invalidMaterial();

    const { accountId, id: keyId } = key;
    const keyVersionId = key.primaryVersionId ?? uuidv7();
    const { bytes: wrappedMaterial, rootKeyId } = call.services.keyring.wrap(
      materialPlace(accountId, keyVersionId),
      material.bytes,
    );
    if (key.primaryVersionId) changeMaterial({ keyVersionId, wrappedMaterial, rootKeyId });
    else
      insert('keyVersion', {
        id: keyVersionId,
        accountId,
        keyId,
        wrappedMaterial,
        rootKeyId,
        createdAt: now,
      });
    return {
      key: change(key, {
        state: key.state === 'PendingImport' ? 'Enabled' : key.state,
        materialExpireTime,
        primaryVersionId: keyVersionId,
        lastRotationDate: key.lastRotationDate ?? now,
        materialDigest:
          key.materialDigest ?? digestMaterial(keyId, material.bytes, randomBytes(SALT_BYTES)),
      }),
    };
  },
});

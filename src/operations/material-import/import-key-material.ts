import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { isSymmetric, KEY_SPECS } from '#domain/key-spec.ts';
import { digestMaterial, isSameMaterial } from '#domain/material-digest.ts';
import { unwrap } from '#domain/wrapping.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import { bytes, integer, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { openToken } from '../common/import-token.ts';
import { roomFor } from '../common/room.ts';

/** Unix seconds of the end of the year 9999, the last that ISO 8601 timestamps can hold. */
const END_OF_YEARS = 253_402_300_799;
const SALT_BYTES = 32;

const invalidMaterial = () =>
  new KmsError(
    'InvalidKeyMaterial',
    'key material is invalid. Wrap material of the right length under the public key of this token. A key accepts only the material of its first import.',
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
  async handler(context, { encryptedKeyMaterial, importToken, keyMaterialExpireUnix }) {
    const { call, key, now, change, insert, write } = context;
    const materialExpireTime =
      keyMaterialExpireUnix === 0 ? null : new Date(keyMaterialExpireUnix * 1_000);
    if (materialExpireTime && materialExpireTime <= now)
      throw new InvalidParameterError(
        'keyMaterialExpireUnix',
        'Give a time in the future, in Unix seconds, or 0 for no expiry.',
      );
    if (!key.primaryVersionId) write(...(await roomFor(context, 'versions')));
    const { algorithm, privateKey } = openToken(call, key, importToken, now);
    const unwrapped = unwrap(privateKey, algorithm, encryptedKeyMaterial);
    if (!unwrapped) throw invalidMaterial();
    using material = new KeyMaterial(unwrapped);
    // Keys of origin EXTERNAL are symmetric keys (create-key.ts).
    if (!isSymmetric(key.spec) || material.bytes.length !== KEY_SPECS[key.spec].materialBytes)
      throw invalidMaterial();
    if (key.materialDigest && !isSameMaterial(key.materialDigest, key.id, material.bytes))
      throw invalidMaterial();

    const { accountId, id: keyId } = key;
    const keyVersionId = key.primaryVersionId ?? uuidv7();
    const { bytes: wrappedMaterial, rootKeyId } = call.services.keyring.wrap(
      materialContext(accountId, keyVersionId),
      material.bytes,
    );
    if (key.primaryVersionId)
      write(updateRow(TABLES.keyVersion, { id: keyVersionId }, { wrappedMaterial, rootKeyId }));
    else
      insert(TABLES.keyVersion, {
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

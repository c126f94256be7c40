import { z } from 'zod';
import { decryptWith } from '#domain/asymmetric/encrypt.ts';
import { MissingParameterError } from '#domain/errors.ts';
import { ENCRYPTION_ALGORITHMS, isSymmetric } from '#domain/key-spec.ts';
import { Plaintext } from '#domain/plaintext.ts';
import { failedToOpen } from '#pipeline/failed-to-open.ts';
import {
  blobOrCiphertext,
  dryRun,
  encryptionContext,
  keyReference,
  keyVersionId,
  oneOf,
} from '#pipeline/fields.ts';
import { type KeyRow, type KeyRule, keyOperation, type UseMaterial } from '#pipeline/operation.ts';
import { checkEncryption } from '../common/asymmetric.ts';
import { OPENS, openWith, SEALS, sealWith } from '../common/envelope-with-key.ts';
import { withKeyPair } from '../common/key-pair.ts';
import { sealedOutput } from '../common/outputs.ts';

/** Names the key of a ciphertext made with a public key. A ciphertext blob names its key itself. */
const source = {
  sourceKeyId: keyReference.optional(),
  sourceKeyVersionId: keyVersionId.optional(),
  sourceEncryptionAlgorithm: oneOf(ENCRYPTION_ALGORITHMS).optional(),
};

const input = z.strictObject({
  ciphertextBlob: blobOrCiphertext,
  destinationKeyId: keyReference,
  ...source,
  sourceEncryptionContext: encryptionContext.default([]),
  destinationEncryptionContext: encryptionContext.default([]),
  dryRun,
});

/** The key that seals the value again, which its field names by `destinationKeyId`. */
export const DESTINATION = {
  ...SEALS,
  accepts: ['id', 'alias'],
  from: ['destinationKeyId'],
  action: 'ReEncryptTo',
  context: 'destinationEncryptionContext',
} as const satisfies KeyRule;

export const reEncrypt = keyOperation({
  name: 'ReEncrypt',
  summary:
    'Decrypts a ciphertext and encrypts its plaintext under another key or encryption context, without returning the plaintext. The key that encrypts needs the permission `kms:ReEncryptTo`.',
  effect: 'use',
  key: {
    ...OPENS,
    accepts: ['id', 'alias'],
    from: ['sourceKeyId', 'ciphertextBlob'],
    firstOf: true,
    kind: undefined,
    action: 'ReEncryptFrom',
    context: 'sourceEncryptionContext',
  },
  input,
  output: sealedOutput,
  audit: ['sourceKeyVersionId', 'sourceEncryptionAlgorithm'],
  dryRun: true,
  async handler({ useMaterial, key, admit }, input) {
    const destination = await admit(DESTINATION);
    const { plaintext, keyVersionId } = await openSource(useMaterial, key, input);
    using opened = plaintext;
    const sealed = await sealWith(
      useMaterial,
      destination,
      opened,
      input.destinationEncryptionContext,
    );
    // The vendor's pages describe both ids as those of the source key.
    return { keyId: key.id, keyVersionId, ciphertextBlob: sealed.ciphertextBlob };
  },
});

async function openSource(
  useMaterial: UseMaterial,
  key: KeyRow,
  { ciphertextBlob, sourceEncryptionContext, ...source }: z.output<typeof input>,
) {
  if (!source.sourceKeyId) {
    const { blob } = ciphertextBlob;
    if (!blob || !isSymmetric(key.spec)) throw failedToOpen();
    return {
      plaintext: await openWith(useMaterial, key, blob, sourceEncryptionContext),
      keyVersionId: blob.keyVersionId,
    };
  }
  const { sourceKeyVersionId: keyVersionId, sourceEncryptionAlgorithm: algorithm } = source;
  if (!keyVersionId) throw new MissingParameterError('sourceKeyVersionId');
  if (!algorithm) throw new MissingParameterError('sourceEncryptionAlgorithm');
  const opened = await withKeyPair(useMaterial, key, keyVersionId, (spec, privateKey) => {
    checkEncryption(spec, algorithm);
    return decryptWith(spec, privateKey, algorithm, ciphertextBlob.bytes);
  });
  if (!opened) throw failedToOpen();
  return { plaintext: new Plaintext('bytes', opened), keyVersionId };
}

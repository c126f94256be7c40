import { asymmetricSign } from '#operations/cryptography/asymmetric-sign.ts';
import { asymmetricVerify } from '#operations/cryptography/asymmetric-verify.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { SignatureAlgorithm } from '../../enums.ts';
import { inputArg } from '../../input-arg.ts';
import { type InputFields, keyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { dryRunField, pairVersionField } from './fields.ts';
import { type ByKey, KeyAndVersion } from './payloads.ts';

const digestField = (t: InputFields) =>
  t.field({
    type: 'Bytes',
    required: true,
    description: 'SHA-256 digest of the message: 32 bytes. The caller computes it.',
  });

const SignaturePayload = builder
  .objectRef<ByKey & { readonly value: Uint8Array }>('SignaturePayload')
  .implement({
    description: 'Result of signing.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      value: t.expose('value', {
        type: 'Bytes',
        description: 'Signature: as long as the modulus for RSA, DER for ECDSA.',
      }),
    }),
  });

const AsymmetricSignInput = builder.inputType('AsymmetricSignInput', {
  description: 'Digest and the key pair to sign it with.',
  fields: (t) => ({
    keyId: keyField(t, asymmetricSign),
    keyVersionId: pairVersionField(t),
    algorithm: t.field({
      type: SignatureAlgorithm,
      required: true,
      description: 'Signature algorithm, one that the spec of the key supports.',
    }),
    digest: digestField(t),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('asymmetricSign', (t) =>
  t.field({
    ...describes(asymmetricSign),
    type: SignaturePayload,
    args: { input: inputArg(t, AsymmetricSignInput) },
    resolve: (_root, { input }, call) => perform(asymmetricSign, call, input),
  }),
);

const VerificationPayload = builder
  .objectRef<ByKey & { readonly value: boolean }>('VerificationPayload')
  .implement({
    description: 'Result of verifying a signature.',
    interfaces: [KeyAndVersion],
    fields: (t) => ({
      value: t.exposeBoolean('value', {
        description: 'Whether the signature is valid for the digest and the key version.',
      }),
    }),
  });

const AsymmetricVerifyInput = builder.inputType('AsymmetricVerifyInput', {
  description: 'Signature, digest, and the key pair to verify them with.',
  fields: (t) => ({
    keyId: keyField(t, asymmetricVerify),
    keyVersionId: pairVersionField(t),
    algorithm: t.field({
      type: SignatureAlgorithm,
      required: true,
      description: 'Signature algorithm that was used for signing.',
    }),
    digest: digestField(t),
    value: t.field({ type: 'Bytes', required: true, description: 'Signature to verify.' }),
    dryRun: dryRunField(t),
  }),
});

builder.mutationField('asymmetricVerify', (t) =>
  t.field({
    ...describes(asymmetricVerify),
    type: VerificationPayload,
    args: { input: inputArg(t, AsymmetricVerifyInput) },
    resolve: (_root, { input }, call) => perform(asymmetricVerify, call, input),
  }),
);

import type { PLAINTEXT_KINDS } from '#domain/ciphertext-blob.ts';
import {
  type CREATOR_TYPES,
  type ENCRYPTION_ALGORITHMS,
  type KEY_ORIGINS,
  KEY_SPEC_NAMES,
  KEY_SPECS,
  type KEY_USAGES,
  type PROTECTION_LEVELS,
  type SIGNATURE_ALGORITHMS,
} from '#domain/key-spec.ts';
import type { KEY_STATES } from '#domain/key-state.ts';
import type { AUTOMATIC_ROTATIONS } from '#domain/rotation.ts';
import type { WRAPPING_ALGORITHMS, WRAPPING_KEY_SPECS } from '#domain/wrapping.ts';
import type { ACCOUNT_STATUSES } from '#operations/account/describe-account-kms-status.ts';
import type { DATA_KEY_SPECS } from '#operations/common/data-key.ts';
import type { DELETION_PROTECTIONS } from '#operations/common/key-metadata.ts';
import { builder } from './builder.ts';

type Name<T extends string> = T extends `${infer Head}/${infer Tail}` ? `${Head}_${Tail}` : T;

/** The wire's word where GraphQL allows it; it knows no `/` in a name. */
const graphqlName = (word: string): string => word.replaceAll('/', '_');

/** An enum whose values are the wire's words inside, and say so in their description. */
function wireEnum<const T extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<T, string>>,
) {
  const values = Object.entries<string>(meanings).map(([word, meaning]) => [
    graphqlName(word),
    {
      value: word,
      description: graphqlName(word) === word ? meaning : `${meaning} On the wire: \`${word}\`.`,
    },
  ]);
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(values) as {
      [W in T as Name<W>]: { value: W; description: string };
    },
  });
}

type Meanings<T extends readonly string[]> = Readonly<Record<T[number], string>>;

export const KeyState = wireEnum('KeyState', 'Whether a key can be used, and if not, why.', {
  Enabled: 'The key can be used.',
  Disabled: 'The key is kept, and refuses to be used until it is enabled.',
  PendingDeletion:
    'The key will be destroyed at its deleteDate. Until then it can be kept after all.',
  PendingImport: 'The key waits for its material, which the caller brings.',
} satisfies Meanings<typeof KEY_STATES>);

export const KeyOrigin = wireEnum('KeyOrigin', 'Where key material comes from.', {
  Aliyun_KMS: 'Made by this service.',
  EXTERNAL: 'Imported by the caller.',
} satisfies Meanings<typeof KEY_ORIGINS>);

export const KeyUsage = wireEnum('KeyUsage', 'What a key is for. One key has one usage.', {
  'ENCRYPT/DECRYPT': 'Encrypting and decrypting.',
  'SIGN/VERIFY': 'Signing and verifying.',
} satisfies Meanings<typeof KEY_USAGES>);

export const KeySpec = wireEnum(
  'KeySpec',
  'The algorithm and size of a key.',
  Object.fromEntries(KEY_SPEC_NAMES.map((name) => [name, KEY_SPECS[name].summary])) as Meanings<
    typeof KEY_SPEC_NAMES
  >,
);

export const ProtectionLevel = wireEnum('ProtectionLevel', 'Where key material lives.', {
  SOFTWARE: 'In the database, wrapped under the root key.',
  HSM: 'In a hardware security module. Not offered here: `Unsupported.ProtectionLevel`.',
} satisfies Meanings<typeof PROTECTION_LEVELS>);

export const CreatorType = wireEnum('CreatorType', 'Who made a key.', {
  User: 'A caller of this service.',
  Service: 'The cloud itself, which makes none here.',
} satisfies Meanings<typeof CREATOR_TYPES>);

export const AutomaticRotation = wireEnum(
  'AutomaticRotation',
  'Whether a key gets new versions by itself.',
  {
    Enabled: 'It does, at its nextRotationDate.',
    Disabled: 'It does not.',
    Suspended:
      'It would, but cannot be used. It rotates when it can be again, at once if the date has passed.',
  } satisfies Meanings<typeof AUTOMATIC_ROTATIONS>,
);

export const SignatureAlgorithm = wireEnum(
  'SignatureAlgorithm',
  'How a key pair signs a digest of 32 bytes.',
  {
    RSA_PSS_SHA_256: 'RSA with PSS: SHA-256, for MGF1 too, and a salt of 32 bytes.',
    RSA_PKCS1_SHA_256: 'RSA with PKCS #1 v1.5 and SHA-256.',
    ECDSA_SHA_256: 'ECDSA; the signature is DER.',
  } satisfies Meanings<typeof SIGNATURE_ALGORITHMS>,
);

export const EncryptionAlgorithm = wireEnum(
  'EncryptionAlgorithm',
  'How a key pair is encrypted to.',
  {
    RSAES_OAEP_SHA_256: 'OAEP with SHA-256, for MGF1 too, and no label.',
    RSAES_OAEP_SHA_1: 'OAEP with SHA-1, for MGF1 too, and no label.',
  } satisfies Meanings<typeof ENCRYPTION_ALGORITHMS>,
);

export const DeletionProtection = wireEnum(
  'DeletionProtection',
  'Whether a key is protected against deletion.',
  {
    Enabled: 'It is: it cannot be scheduled for deletion.',
    Disabled: 'It is not.',
  } satisfies Meanings<typeof DELETION_PROTECTIONS>,
);

export const PlaintextKind = wireEnum('PlaintextKind', 'What a plaintext was when it was sealed.', {
  text: 'Text, as the query-string API hands it over: here its UTF-8 bytes.',
  bytes: 'Bytes: a GraphQL client’s, or a data key.',
} satisfies Meanings<typeof PLAINTEXT_KINDS>);

export const DataKeySpec = wireEnum('DataKeySpec', 'What a data key is for, and so its length.', {
  AES_256: '32 bytes.',
  AES_128: '16 bytes.',
} satisfies Meanings<typeof DATA_KEY_SPECS>);

export const WrappingAlgorithm = wireEnum(
  'WrappingAlgorithm',
  'How a key is wrapped under an RSA key.',
  {
    RSAES_OAEP_SHA_256: 'OAEP with SHA-256, for MGF1 too.',
    RSAES_OAEP_SHA_1: 'OAEP with SHA-1, for MGF1 too.',
  } satisfies Meanings<typeof WRAPPING_ALGORITHMS>,
);

export const WrappingKeySpec = wireEnum('WrappingKeySpec', 'The kind of key that wraps.', {
  RSA_2048: 'RSA of 2,048 bits.',
} satisfies Meanings<typeof WRAPPING_KEY_SPECS>);

export const AccountStatus = wireEnum('AccountStatus', 'Whether the account may use the service.', {
  Enabled: 'It may.',
} satisfies Meanings<typeof ACCOUNT_STATUSES>);

import type {
  EncryptionAlgorithm,
  KeySpec,
  SignatureAlgorithm,
} from '../../generated/documents/console/graphql.ts';

/** How RSA key pairs encrypt. The first one is the better one. */
export const ENCRYPTION_ALGORITHMS: readonly EncryptionAlgorithm[] = [
  'RSAES_OAEP_SHA_256',
  'RSAES_OAEP_SHA_1',
];

/** How a key pair of a spec signs. */
export const signatureAlgorithmsOf = (spec: KeySpec): readonly SignatureAlgorithm[] =>
  spec.startsWith('RSA') ? ['RSA_PSS_SHA_256', 'RSA_PKCS1_SHA_256'] : ['ECDSA_SHA_256'];

const HASH_BYTES = { RSAES_OAEP_SHA_256: 32, RSAES_OAEP_SHA_1: 20 } as const;

/** The longest plaintext: k − 2·hLen − 2 bytes (RFC 8017 §7.1.1). @param spec of an RSA key pair, such as `RSA_2048` */
export const maxPlaintextBytes = (spec: KeySpec, algorithm: EncryptionAlgorithm): number =>
  Number(spec.replace('RSA_', '')) / 8 - 2 * HASH_BYTES[algorithm] - 2;

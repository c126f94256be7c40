/** What a key may be used for, in the wire's words. One key has one usage. */
export const KEY_USAGES = ['ENCRYPT/DECRYPT', 'SIGN/VERIFY'] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/** Where key material comes from: made here, or imported by the caller. */
export const KEY_ORIGINS = ['Aliyun_KMS', 'EXTERNAL'] as const;
export type KeyOrigin = (typeof KEY_ORIGINS)[number];

/** Where key material lives. Only SOFTWARE is offered; HSM is known so that it can be refused by name. */
export const PROTECTION_LEVELS = ['SOFTWARE', 'HSM'] as const;
export type ProtectionLevel = (typeof PROTECTION_LEVELS)[number];

/** Who made a key: an account's caller, or the cloud itself, which makes none here. */
export const CREATOR_TYPES = ['User', 'Service'] as const;
export type CreatorType = (typeof CREATOR_TYPES)[number];

export const SYMMETRIC_SPECS = [
  'Aliyun_AES_256',
  'Aliyun_AES_192',
  'Aliyun_AES_128',
  'Aliyun_SM4',
] as const;
export type SymmetricSpec = (typeof SYMMETRIC_SPECS)[number];
export const RSA_SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const;
export type RsaSpec = (typeof RSA_SPECS)[number];
export const EC_SPECS = ['EC_P256', 'EC_P256K'] as const;
export type EcSpec = (typeof EC_SPECS)[number];

/** The specs of key pairs. */
export type AsymmetricSpec = RsaSpec | EcSpec;

export const KEY_SPEC_NAMES = [...SYMMETRIC_SPECS, ...RSA_SPECS, ...EC_SPECS] as const;
export type KeySpec = (typeof KEY_SPEC_NAMES)[number];

/** How a key pair signs a digest of 32 bytes (the caller hashes), and how its public key encrypts. */
export const SIGNATURE_ALGORITHMS = [
  'RSA_PSS_SHA_256',
  'RSA_PKCS1_SHA_256',
  'ECDSA_SHA_256',
] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];
export const ENCRYPTION_ALGORITHMS = ['RSAES_OAEP_SHA_256', 'RSAES_OAEP_SHA_1'] as const;
export type EncryptionAlgorithm = (typeof ENCRYPTION_ALGORITHMS)[number];

interface Row {
  readonly summary: string;
  /** The first is the default. */
  readonly usages: readonly [KeyUsage, ...KeyUsage[]];
}

/** A secret key: its material is that many random bytes. */
interface SymmetricRow extends Row {
  readonly materialBytes: number;
  /** OpenSSL's name of the cipher that seals with it. */
  readonly cipher: 'aes-256-gcm' | 'aes-192-gcm' | 'aes-128-gcm' | 'sm4-gcm';
}

/** A key pair: its material is the private key, of which the public one is computed. */
interface AsymmetricRow extends Row {
  readonly signs: readonly SignatureAlgorithm[];
  /** The most bytes that each algorithm encrypts. */
  readonly encrypts: Readonly<Partial<Record<EncryptionAlgorithm, number>>>;
}

/** Material: PKCS#8 in DER. */
interface RsaRow extends AsymmetricRow {
  readonly modulusBits: number;
}

/** Material: the private scalar, 32 bytes, big-endian. */
interface EcRow extends AsymmetricRow {
  /** OpenSSL's name of the curve. */
  readonly curve: 'prime256v1' | 'secp256k1';
}

const symmetric = (
  summary: string,
  materialBytes: number,
  cipher: SymmetricRow['cipher'],
): SymmetricRow => ({
  summary,
  usages: ['ENCRYPT/DECRYPT'],
  materialBytes,
  cipher,
});

/** The most bytes that OAEP holds: two hashes and two bytes less than the modulus (RFC 8017, 7.1.1). */
export const oaepLimits = (modulusBits: number): Readonly<Record<EncryptionAlgorithm, number>> => ({
  RSAES_OAEP_SHA_256: modulusBits / 8 - 66,
  RSAES_OAEP_SHA_1: modulusBits / 8 - 42,
});

const rsa = (modulusBits: number): RsaRow => ({
  summary: `RSA of ${modulusBits.toLocaleString('en')} bits: signs, or is encrypted to.`,
  usages: ['ENCRYPT/DECRYPT', 'SIGN/VERIFY'],
  modulusBits,
  signs: ['RSA_PSS_SHA_256', 'RSA_PKCS1_SHA_256'],
  encrypts: oaepLimits(modulusBits),
});

const ec = (summary: string, curve: EcRow['curve']): EcRow => ({
  summary,
  usages: ['SIGN/VERIFY'],
  curve,
  signs: ['ECDSA_SHA_256'],
  encrypts: {},
});

/** One row per key spec. */
export const KEY_SPECS = {
  Aliyun_AES_256: symmetric('AES with a key of 256 bits, in GCM.', 32, 'aes-256-gcm'),
  Aliyun_AES_192: symmetric('AES with a key of 192 bits, in GCM.', 24, 'aes-192-gcm'),
  Aliyun_AES_128: symmetric('AES with a key of 128 bits, in GCM.', 16, 'aes-128-gcm'),
  Aliyun_SM4: symmetric('SM4 with a key of 128 bits, in GCM.', 16, 'sm4-gcm'),
  RSA_2048: rsa(2_048),
  RSA_3072: rsa(3_072),
  RSA_4096: rsa(4_096),
  EC_P256: ec('The curve P-256 (secp256r1): signs.', 'prime256v1'),
  EC_P256K: ec('The curve secp256k1: signs.', 'secp256k1'),
} satisfies Record<SymmetricSpec, SymmetricRow> & Record<RsaSpec, RsaRow> & Record<EcSpec, EcRow>;

const isOneOf = <T extends string>(specs: readonly T[], spec: string): spec is T =>
  (specs as readonly string[]).includes(spec);
export const isSymmetric = (spec: KeySpec): spec is SymmetricSpec => isOneOf(SYMMETRIC_SPECS, spec);
export const isRsa = (spec: KeySpec): spec is RsaSpec => isOneOf(RSA_SPECS, spec);

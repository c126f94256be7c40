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

export const KEY_SPEC_NAMES = ['Aliyun_AES_256', 'Aliyun_AES_192', 'Aliyun_AES_128', 'Aliyun_SM4'] as const;
export type KeySpec = (typeof KEY_SPEC_NAMES)[number];

interface SpecRow {
  readonly summary: string;
  readonly usages: readonly [KeyUsage, ...KeyUsage[]];
  readonly materialBytes: number;
  /** OpenSSL's name of the cipher that seals with it. */
  readonly cipher: 'aes-256-gcm' | 'aes-192-gcm' | 'aes-128-gcm' | 'sm4-gcm';
}

/** One row per key spec. The first usage is the default. */
export const KEY_SPECS: Readonly<Record<KeySpec, SpecRow>> = {
  Aliyun_AES_256: { summary: 'AES with a key of 256 bits, in GCM.', usages: ['ENCRYPT/DECRYPT'], materialBytes: 32, cipher: 'aes-256-gcm' },
  Aliyun_AES_192: { summary: 'AES with a key of 192 bits, in GCM.', usages: ['ENCRYPT/DECRYPT'], materialBytes: 24, cipher: 'aes-192-gcm' },
  Aliyun_AES_128: { summary: 'AES with a key of 128 bits, in GCM.', usages: ['ENCRYPT/DECRYPT'], materialBytes: 16, cipher: 'aes-128-gcm' },
  Aliyun_SM4: { summary: 'SM4 with a key of 128 bits, in GCM.', usages: ['ENCRYPT/DECRYPT'], materialBytes: 16, cipher: 'sm4-gcm' },
};

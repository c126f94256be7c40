import type {
  KeyOrigin,
  KeySpec,
  KeyState,
  KeyUsage,
} from '../../generated/documents/console/graphql.ts';

export type { KeyOrigin as Origin, KeySpec, KeyState, KeyUsage };

/** States of a key, as the API writes them. */
export const KEY_STATES = [
  'Enabled',
  'Disabled',
  'PendingImport',
  'PendingDeletion',
] as const satisfies readonly KeyState[];

/** Specs of symmetric keys and the bytes of their material. */
export const MATERIAL_BYTES: Readonly<Partial<Record<KeySpec, number>>> = {
  Aliyun_AES_256: 32,
  Aliyun_AES_192: 24,
  Aliyun_AES_128: 16,
  Aliyun_SM4: 16,
};

/** Algorithms and sizes, in the order in which they are offered. */
export const KEY_SPECS = [
  'Aliyun_AES_256',
  'Aliyun_AES_192',
  'Aliyun_AES_128',
  'Aliyun_SM4',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_P256',
  'EC_P256K',
] as const satisfies readonly KeySpec[];

/** What a key can be for. */
export const KEY_USAGES = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'] as const satisfies readonly KeyUsage[];

/** Where key material comes from. */
export const ORIGINS = ['Aliyun_KMS', 'EXTERNAL'] as const satisfies readonly KeyOrigin[];

/** How a state looks. */
export const STATE_TONES = {
  Enabled: 'good',
  Disabled: 'plain',
  PendingImport: 'wait',
  PendingDeletion: 'bad',
} as const satisfies Record<KeyState, string>;

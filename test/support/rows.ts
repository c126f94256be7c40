import { v7 as uuidv7 } from 'uuid';
import type { Rows } from '#store/tables.ts';

const now = new Date('2026-11-24T12:34:56.789Z');

/** A key as createKey stores it. */
export const keyRow = (accountId: string, overrides: Partial<Rows['key']> = {}): Rows['key'] => ({
  id: uuidv7(),
  accountId,
  creator: accountId,
  description: '',
  state: 'Enabled',
  usage: 'ENCRYPT/DECRYPT',
  spec: 'Aliyun_AES_256',
  origin: 'Aliyun_KMS',
  protectionLevel: 'SOFTWARE',
  primaryVersionId: null,
  deleteDate: null,
  materialExpireTime: null,
  lastRotationDate: null,
  createdAt: now,
  revision: 1,
  deletionProtected: false,
  deletionProtectionDescription: '',
  importEpoch: 0,
  materialDigest: null,
  rotationIntervalSeconds: null,
  nextRotationDate: null,
  policy: null,
  policyMac: null,
  tagsMac: null,
  macRootKeyId: null,
  ...overrides,
});

/** A version of a key, with some bytes for its material. */
export const versionOf = (key: Rows['key'], rootKeyId: string): Rows['keyVersion'] => ({
  id: uuidv7(),
  accountId: key.accountId,
  keyId: key.id,
  wrappedMaterial: new Uint8Array([0, 1, 127, 128, 255]),
  rootKeyId,
  createdAt: now,
});

/** The columns of an audit row that are null in rows of older releases. */
export const NO_AUDIT_DETAILS = {
  credentialType: null,
  sessionId: null,
  address: null,
  userAgent: null,
  otherKeyIds: null,
  keyVersionId: null,
  contextDigest: null,
  targetFingerprint: null,
  durationMicroseconds: null,
} as const;

/** The same of a browser's session. */
export const NO_SESSION_DETAILS = {
  id: null,
  createdAt: null,
  address: null,
  userAgent: null,
  apiTokenId: null,
  issuer: null,
  subject: null,
  userId: null,
  roleId: null,
} as const;

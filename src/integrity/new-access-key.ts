import { randomBytes } from 'node:crypto';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { accessKeySecretContext } from '#keyring/wrap-contexts.ts';
import type { Rows } from '#store/tables.ts';

/** Generates the id of an access key: `KW` and 20 upper-case hexadecimal digits. */
export const makeAccessKeyId = (): string => `KW${randomBytes(10).toString('hex').toUpperCase()}`;

/** Generates a secret of 192 bits: 32 characters of base64url. */
export const makeAccessKeySecret = (): SecretBytes =>
  SecretBytes.ofText(randomBytes(24).toString('base64url'), 'access key secret');

interface NewAccessKey {
  readonly id: string;
  readonly accountId: string;
  /** Null: a key of the account's root identity. */
  readonly userId: string | null;
  readonly expiresAt?: Date | null;
}

/** The row of a new access key. Its MAC is added when it is written (owner-writes.ts). */
export function newAccessKey(
  keyring: Keyring,
  { id, accountId, userId, expiresAt = null }: NewAccessKey,
  secret: SecretBytes,
  now: Date,
): Rows['accessKey'] {
  const context = accessKeySecretContext(accountId, id);
  const { bytes: sealedSecret, rootKeyId } = keyring.wrap(context, secret.bytes);
  return {
    id,
    accountId,
    userId,
    sealedSecret,
    rootKeyId,
    enabled: true,
    allowedActions: '[]',
    createdAt: now,
    expiresAt,
    configured: false,
    mac: null,
  };
}

import { randomBytes, randomInt } from 'node:crypto';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { tokenKeyContext } from '#keyring/wrap-contexts.ts';
import { makeAccessKeyId, makeAccessKeySecret, newAccessKey } from './new-access-key.ts';
import type { AccountOwner } from './owners.ts';

const MIN_ACCOUNT_ID = 1_000_000_000_000_000;
const TOKEN_KEY_BYTES = 32;

/** Generates the id of an account: 16 digits, like the cloud's. */
export const makeAccountId = (): string => String(MIN_ACCOUNT_ID + randomInt(2 ** 47));

/** A new account without access keys, with the key that seals its security tokens. */
export function newAccount(keyring: Keyring, id: string, now: Date): AccountOwner {
  using tokenKey = new SecretBytes(randomBytes(TOKEN_KEY_BYTES), 'token key');
  const { bytes, rootKeyId } = keyring.wrap(tokenKeyContext(id), tokenKey.bytes);
  const row = {
    id,
    createdAt: now,
    sessionsValidAfter: null,
    sealedTokenKey: bytes,
    mac: new Uint8Array(), // insertOwner computes it
    rootKeyId,
  };
  return { type: 'account', row, accessKeys: [], attachments: [] };
}

/** A new access key of the root identity of an account: its row, and the secret, which the caller disposes. */
export function newRootAccessKey(keyring: Keyring, accountId: string, now: Date) {
  const secret = makeAccessKeySecret();
  const row = newAccessKey(
    keyring,
    { id: makeAccessKeyId(), accountId, userId: null },
    secret,
    now,
  );
  return { row, secret };
}

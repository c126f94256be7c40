import { createPrivateKey, type KeyObject } from 'node:crypto';
import { KmsError } from '#domain/errors.ts';
import { daysAfter } from '#domain/time.ts';
import { WRAPPING_ALGORITHMS, type WrappingAlgorithm } from '#domain/wrapping.ts';
import { UnwrapError } from '#keyring/keyring.ts';
import { importTokenContext } from '#keyring/wrap-contexts.ts';
import type { Call } from '#pipeline/call.ts';
import type { KeyRow } from '#pipeline/operation.ts';

const TOKEN_DAYS = 1;
const EXPIRY_BYTES = 8;

/**
 * Makes an import token, which contains the private wrapping key, so that nothing is stored. Layout: expiry 8 ‖ algorithm
 * 1 ‖ the private key wrapped under a subkey of the root key. Account, key, algorithm, expiry and the key's import epoch
 * are authenticated: a token is valid for one key only, and no longer after the key was scheduled for deletion. It has
 * about 1.7 KB as base64, because SDKs send it in the URL.
 * @param privateKey PKCS#8 in DER; the caller zeroes it
 */
export function sealToken(
  call: Call,
  key: KeyRow,
  algorithm: WrappingAlgorithm,
  privateKey: Buffer,
  now: Date,
): { token: Uint8Array; expiresAt: Date } {
  const expiresAt = daysAfter(now, TOKEN_DAYS);
  const header = Buffer.alloc(EXPIRY_BYTES + 1);
  header.writeBigUInt64BE(BigInt(expiresAt.getTime()));
  header[EXPIRY_BYTES] = WRAPPING_ALGORITHMS.indexOf(algorithm);
  const { bytes: wrapped } = call.services.keyring.wrap(
    importTokenContext(key.accountId, key.id, header, key.importEpoch),
    privateKey,
  );
  return { token: Buffer.concat([header, wrapped]), expiresAt };
}

/**
 * Opens an import token of this key.
 * @throws KmsError `InvalidImportToken` if it belongs to another key or is damaged, `ExpiredImportToken` after a day
 */
export function openToken(
  call: Call,
  key: KeyRow,
  token: Uint8Array,
  now: Date,
): { algorithm: WrappingAlgorithm; privateKey: KeyObject } {
  const header = Buffer.from(token.subarray(0, EXPIRY_BYTES + 1));
  const algorithm = WRAPPING_ALGORITHMS[header[EXPIRY_BYTES] ?? -1];
  if (!algorithm) throw invalidToken();
  const der = unwrap(call, key, header, token.subarray(EXPIRY_BYTES + 1));
  try {
    if (header.readBigUInt64BE() <= BigInt(now.getTime()))
      throw new KmsError(
        'ExpiredImportToken',
        'import token is expired. Get a new one with GetParametersForImport.',
      );
    return { algorithm, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
  } finally {
    der.fill(0);
  }
}

function unwrap(call: Call, key: KeyRow, header: Buffer, wrapped: Uint8Array): Buffer {
  try {
    return call.services.keyring.unwrap(
      importTokenContext(key.accountId, key.id, header, key.importEpoch),
      wrapped,
    );
  } catch (error) {
    throw error instanceof UnwrapError ? invalidToken() : error;
  }
}

const invalidToken = () =>
  new KmsError(
    'InvalidImportToken',
    'import token is invalid. Send it unchanged, and only for the key that GetParametersForImport made it for.',
  );

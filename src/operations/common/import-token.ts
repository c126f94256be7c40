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
 * A token carries the private wrapping key, so that nothing is stored: expiry 8 ‖ algorithm 1 ‖ the key wrapped under a
 * subkey of the root key. Account, key, algorithm, expiry and the key's epoch are authenticated with it: a token is
 * good for that key alone, and void once the key was scheduled for deletion. About 1.7 KB as base64, since SDKs put it
 * into the URL.
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

/** @throws KmsError `InvalidImportToken` for another key's or a garbled token, `ExpiredImportToken` for a late one */
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
        'import token is expired. Ask for a new one with GetParametersForImport.',
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
    'import token is invalid. Give it as GetParametersForImport returned it, for the same key.',
  );

import { NonceUsedError } from '#domain/errors.ts';
import { type Insert, insertUnique } from '../commit/write-set.ts';
import { type Rows, TABLES } from '../tables.ts';

/** The nonce of a signature. A request whose nonce was used gets `NonceUsedError`. */
export const insertNonce = (nonce: Rows['nonce']): Insert =>
  insertUnique(TABLES.nonce, nonce, ['accessKeyId', 'hash'], () => new NonceUsedError());

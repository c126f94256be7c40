import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { API_TOKEN_ALPHABET, API_TOKEN_BODY_CHARACTERS, apiTokenOf } from '#domain/api-token.ts';
import { hashToken } from '#domain/hash-token.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { macOfRow } from './row-mac.ts';

/** Generates a token of 178 random bits. */
export const makeApiToken = (): string =>
  apiTokenOf(
    Array.from(
      { length: API_TOKEN_BODY_CHARACTERS },
      () => API_TOKEN_ALPHABET[randomInt(API_TOKEN_ALPHABET.length)],
    ).join(''),
  );

const ID_PREFIX = 'tok-';
const HINT_CHARACTERS = 4;

/** The row of a new token, with its MAC. */
export function newApiToken(
  keyring: Keyring,
  owner: Pick<Rows['apiToken'], 'accountId' | 'userId' | 'name' | 'policy' | 'expiresAt'>,
  token: string,
  now: Date,
): Rows['apiToken'] {
  const row = {
    ...owner,
    id: `${ID_PREFIX}${uuidv7()}`,
    hash: hashToken(token),
    hint: token.slice(-HINT_CHARACTERS),
    createdAt: now,
  };
  return { ...row, ...macOfRow(keyring, TABLES.apiToken, row) };
}

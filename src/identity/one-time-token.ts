import { randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/**
 * 256 random bits as base64url, for a URL or a cookie. Only the hash is stored, so nobody can sign
 * in with a copy of the database.
 */
export const makeToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

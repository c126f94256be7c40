import { randomBytes } from 'node:crypto';
import { sha256 } from '#domain/sha256.ts';

const TOKEN_BYTES = 32;

/**
 * 256 random bits as base64url, for a URL or a cookie. Only the hash is stored, so nobody can sign
 * in with a copy of the database.
 */
export const makeToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** SHA-256 as base64url, the form in which tokens and nonces are stored. */
export const hashToken = (token: string): string => sha256(token).toString('base64url');

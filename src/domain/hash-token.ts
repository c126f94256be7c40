import { sha256Text } from './sha256.ts';

/** SHA-256 as base64url, the form in which tokens and nonces are stored. They are random, so no slow hash is needed. */
export const hashToken = (token: string): string => sha256Text(token, 'base64url');

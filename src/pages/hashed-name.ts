import { sha256 } from '#domain/sha256.ts';

/**
 * @returns `name-<16 hex digits of the content's SHA-256>.ext`: changed content gets a new name, so
 * caches need not ask again
 */
export function hashedName(name: string, content: Uint8Array): string {
  const hash = sha256(content).toString('hex').slice(0, 16);
  return name.replace(/\.\w+$/, `-${hash}$&`);
}

/** Inverse of `hashedName`. */
export const plainName = (name: string): string => name.replace(/-[0-9a-f]{16}(?=\.\w+$)/, '');

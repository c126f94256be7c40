import { createHash } from 'node:crypto';

/** @returns `name-<16 hex digits of the content's SHA-256>.ext`: other content has another name, so caches can keep it for ever */
export function hashedName(name: string, content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return name.replace(/\.\w+$/, `-${hash}$&`);
}

/** @returns the name before `hashedName` */
export const plainName = (name: string): string => name.replace(/-[0-9a-f]{16}(?=\.\w+$)/, '');

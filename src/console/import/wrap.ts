const toBase64 = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)));

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Whether this page can wrap material: browsers offer WebCrypto over https and on the same computer only. */
export const canWrap = (): boolean => window.isSecureContext && crypto.subtle !== undefined;

/**
 * Encrypts material with the wrapping key, so that only the server can read it: RSAES-OAEP with SHA-256.
 * @param publicKey SubjectPublicKeyInfo in DER, as base64
 * @returns base64
 */
export async function wrap(material: Uint8Array<ArrayBuffer>, publicKey: string): Promise<string> {
  const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('spki', fromBase64(publicKey), algorithm, false, [
    'encrypt',
  ]);
  return toBase64(await crypto.subtle.encrypt(algorithm, key, material));
}

import { crc32 } from 'node:zlib';

/**
 * API tokens have the form of GitHub's: a prefix, 30 characters of base62, which are 178 random bits, and six characters
 * of their CRC-32. The prefix lets scanners find leaked tokens. The checksum lets them, and this server, drop other
 * texts without a look-up; it protects nothing.
 */
export const API_TOKEN_PREFIX = 'kwt_';
/** The characters of base62, in the order of their values. */
export const API_TOKEN_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Random characters of a token. */
export const API_TOKEN_BODY_CHARACTERS = 30;

const CHECKSUM_CHARACTERS = 6;
const FORM = /^kwt_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

/** The CRC-32 of a text in base62, padded on the left with zeros. */
function checksumOf(body: string): string {
  const base = API_TOKEN_ALPHABET.length;
  let text = '';
  for (let rest = crc32(body); rest > 0; rest = Math.floor(rest / base))
    text = `${API_TOKEN_ALPHABET[rest % base]}${text}`;
  return text.padStart(CHECKSUM_CHARACTERS, '0');
}

/** The token with these random characters. */
export const apiTokenOf = (body: string): string => `${API_TOKEN_PREFIX}${body}${checksumOf(body)}`;

/** Whether a text can be an API token: its form and its checksum are right. */
export function isApiToken(text: string): boolean {
  const [, body, checksum] = FORM.exec(text) ?? [];
  return body !== undefined && checksumOf(body) === checksum;
}

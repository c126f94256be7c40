/** Bytes of a secret with their place in it. */
interface Part {
  readonly bytes: Buffer;
  readonly offset: number;
}

const PART_BYTES = 16;

/** The parts of a secret: a text that was cut, or broken into lines, still has one of them. */
export function partsOf(bytes: Buffer): Part[] {
  const last = bytes.length - PART_BYTES;
  const starts = Array.from(
    { length: Math.ceil(bytes.length / PART_BYTES) },
    (_, index) => index * PART_BYTES,
  );
  return [...new Set(starts.map((start) => Math.min(start, last)))].map((offset) => ({
    bytes: bytes.subarray(offset, offset + PART_BYTES),
    offset,
  }));
}

/** Base64 of bytes that stand after one, two or three others: without the characters that also encode other bytes. */
const base64At = (bytes: Buffer, before: number, encoding: 'base64' | 'base64url'): string =>
  Buffer.concat([Buffer.alloc(before), bytes])
    .toString(encoding)
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));

const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const percentByte = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;

/** Which characters stay as they are where bytes are written as a URL: encoders differ. */
const PLAIN_IN_URLS = {
  'RFC 3986': /[\w.~-]/,
  encodeURIComponent: /[\w.~!'()*-]/,
  escape: /[\w.@*+/-]/,
} as const;

function percent(bytes: Buffer, plain: RegExp): string {
  const spellOne = (byte: number) => {
    const one = String.fromCharCode(byte);
    return plain.test(one) ? one : percentByte(byte);
  };
  return [...bytes].map(spellOne).join('');
}

const toUpperEscapes = (text: string): string =>
  text.replaceAll(/%../g, (byte) => byte.toUpperCase());

/** UTF-8 that was read from any bytes. Empty where too few characters survive to be found again. */
function readAsUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/^\uFFFD+|\uFFFD+$/g, '');
  return new Set(text.replaceAll('\uFFFD', '')).size >= 6 ? text : '';
}

const SPELLINGS: Readonly<Record<string, (part: Part) => string | Buffer>> = {
  raw: ({ bytes }) => bytes,
  ...Object.fromEntries(
    (['base64', 'base64url'] as const).flatMap((encoding) =>
      [0, 1, 2].map((before) => [
        `${encoding} at ${before}`,
        ({ bytes }: Part) => base64At(bytes, before, encoding),
      ]),
    ),
  ),
  hex: ({ bytes }) => bytes.toString('hex'),
  HEX: ({ bytes }) => bytes.toString('hex').toUpperCase(),
  'hex with blanks': ({ bytes }) => [...bytes].map((b) => percentByte(b).slice(1)).join(' '),
  ...Object.fromEntries(
    Object.entries(PLAIN_IN_URLS).flatMap(([name, plain]) => [
      [`percent by ${name}`, ({ bytes }: Part) => percent(bytes, plain)],
      [`PERCENT by ${name}`, ({ bytes }: Part) => toUpperEscapes(percent(bytes, plain))],
    ]),
  ),
  'percent for each byte': ({ bytes }) => [...bytes].map(percentByte).join(''),
  'PERCENT for each byte': ({ bytes }) => [...bytes].map(percentByte).join('').toUpperCase(),
  utf8: ({ bytes }) => readAsUtf8(bytes),
  'utf8 in JSON': ({ bytes }) => escapeJson(readAsUtf8(bytes)),
  latin1: ({ bytes }) => bytes.toString('latin1'),
  'latin1 in JSON': ({ bytes }) => escapeJson(bytes.toString('latin1')),
  'list of numbers': ({ bytes }) => bytes.join(','),
  'list of numbers with blanks': ({ bytes }) => bytes.join(', '),
  'object of numbers': ({ bytes, offset }) =>
    [...bytes].map((byte, index) => `"${offset + index}":${byte}`).join(','),
};

/** All spellings of a part that are searched for, each by its name. */
export const spellingsOf = (part: Part): [name: string, spelled: Buffer][] =>
  Object.entries(SPELLINGS).flatMap(([name, spell]) => {
    const spelled = Buffer.from(spell(part) as string);
    return spelled.length > 0 ? [[name, spelled]] : [];
  });

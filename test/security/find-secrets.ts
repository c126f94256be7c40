import type { Secret } from './secret-list.ts';
import { partsOf, spellingsOf } from './spellings.ts';

/** A secret in a text, and how it is spelled there. */
export interface Found {
  readonly secret: Secret;
  readonly spelling: string;
}

interface Needle extends Found {
  readonly bytes: Buffer;
}

/** A needle is looked up by its first bytes, so that one pass finds all. No spelling is shorter. */
const PREFIX_BYTES = 6;

/** A search for all spellings of all these secrets. @returns each secret that occurs, once */
export function createSearch(secrets: readonly Secret[]): (text: Uint8Array) => Found[] {
  const needles = new Map<number, Needle[]>();
  for (const secret of secrets)
    for (const [spelling, bytes] of needlesOf(secret)) {
      const prefix = bytes.readUIntBE(0, PREFIX_BYTES);
      const same = needles.get(prefix) ?? [];
      same.push({ secret, spelling, bytes });
      needles.set(prefix, same);
    }
  return (text) => {
    const found = new Map<Secret, Found>();
    const buffer = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
    for (let at = 0; at <= buffer.length - PREFIX_BYTES; at += 1)
      for (const { secret, spelling, bytes } of needles.get(buffer.readUIntBE(at, PREFIX_BYTES)) ??
        [])
        if (!found.has(secret) && buffer.subarray(at, at + bytes.length).equals(bytes))
          found.set(secret, { secret, spelling });
    return [...found.values()];
  };
}

/** Bytes travel as base64, which may be encoded once more, so their base64 is searched as a text too. */
const needlesOf = ({ bytes }: Secret): [string, Buffer][] => [
  ...partsOf(bytes).flatMap(spellingsOf),
  ...partsOf(Buffer.from(bytes.toString('base64'))).flatMap((part) =>
    spellingsOf(part).map(([name, spelled]): [string, Buffer] => [`base64, then ${name}`, spelled]),
  ),
];

/** How a file holds key material. */
export type Encoding = 'raw' | 'hex' | 'base64';

/** A larger file cannot be key material, and is not read. */
const MAX_FILE_BYTES = 1_024;

/** What is wrong with material: the name of a text of `import.faults`. */
export interface MaterialFault {
  readonly fault: 'size' | 'hex' | 'base64' | 'unreadable';
  /** Bytes that were found, where that is what is wrong. */
  readonly found?: number;
}

/** Reads material from a file, and checks its size. The caller overwrites the bytes. */
export async function readMaterial(
  file: File,
  encoding: Encoding,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer> | MaterialFault> {
  if (encoding === 'raw' && file.size !== bytes) return { fault: 'size', found: file.size };
  if (file.size > MAX_FILE_BYTES) return { fault: 'size', found: file.size };
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { fault: 'unreadable' };
  }
  const material = DECODERS[encoding](content);
  if (material !== content) content.fill(0);
  if (!material) return { fault: encoding === 'hex' ? 'hex' : 'base64' };
  if (material.length === bytes) return material;
  material.fill(0);
  return { fault: 'size', found: material.length };
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** From bytes to bytes: a text of JavaScript could not be overwritten. */
function decodeHex(content: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  return decode(content, 4, (code) => {
    if (code >= 48 && code <= 57) return code - 48;
    const letter = code | 32;
    return letter >= 97 && letter <= 102 ? letter - 87 : undefined;
  });
}

function decodeBase64(content: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  return decode(content, 6, (code) => {
    if (code >= 65 && code <= 90) return code - 65;
    if (code >= 97 && code <= 122) return code - 71;
    if (code >= 48 && code <= 57) return code + 4;
    if (code === 43 || code === 45) return 62; // + and -
    return code === 47 || code === 95 ? 63 : undefined; // / and _
  });
}

const EQUALS = 61;

/** Digits of some bits each; `=` ends base64. @returns undefined for any other character, or a digit too many or too few */
function decode(
  content: Uint8Array,
  bits: 4 | 6,
  digitOf: (code: number) => number | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  const digits = content.filter((code) => !isSpace(code) && !(bits === 6 && code === EQUALS));
  const material = new Uint8Array(Math.floor((digits.length * bits) / 8));
  let [buffer, held, at] = [0, 0, 0];
  for (const code of digits) {
    const value = digitOf(code);
    if (value === undefined) {
      digits.fill(0);
      material.fill(0);
      return undefined;
    }
    buffer = (buffer << bits) | value;
    held += bits;
    if (held < 8) continue;
    held -= 8;
    material[at] = buffer >> held;
    at += 1;
    buffer &= (1 << held) - 1;
  }
  digits.fill(0);
  if (held < bits) return material;
  material.fill(0);
  return undefined;
}

const DECODERS: Readonly<
  Record<Encoding, (content: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined>
> = { raw: (content) => content, hex: decodeHex, base64: decodeBase64 };

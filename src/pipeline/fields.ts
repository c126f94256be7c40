import { z } from 'zod';
import { LARGEST_BLOB_BYTES, parseCiphertextBlob } from '#domain/ciphertext-blob.ts';
import { type EncryptionContext, isContext, parseJsonContext } from '#domain/encryption-context.ts';
import {
  isAliasName,
  isKeyReference,
  isReservedAlias,
  type KeyReference,
  LARGEST_REFERENCE,
  parseKeyReference,
} from '#domain/key-reference.ts';
import { Plaintext } from '#domain/plaintext.ts';
import { isStorableText } from '#domain/text.ts';
import { sized, sizedList } from './sizes.ts';

/**
 * The vocabulary of input fields. A field takes its native value (GraphQL) or its text (RPC): `integer` takes 7
 * and "7". No `z.coerce`: it takes "1e3", "0x10" and "", and makes "false" true.
 */

/** Room for the longest word of a list, and for the longest number. */
const MAX_WORD_CHARACTERS = 64;
const MAX_DIGITS = 20;
const MAX_CONTEXT_CHARACTERS = 8_192;
/** As many as fit into a context: a pair such as `"a":"",` has seven characters. */
export const MAX_CONTEXT_PAIRS = Math.ceil(MAX_CONTEXT_CHARACTERS / 7);

const CONTEXT_ADVICE =
  'Give a flat object of strings, each name once, at most 8192 characters as JSON.';
const INTEGER_TEXT = /^-?(0|[1-9][0-9]*)$/;

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) => {
  const error = `Give a whole number from ${min} to ${max}.`;
  const schema = z
    .union([z.number(), z.string().regex(INTEGER_TEXT).transform(Number)], { error })
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, { error });
  return sized(schema, MAX_DIGITS);
};

/** Text of at most `max` characters (code points), such as every database and XML can carry. */
export const text = (max: number, min = 0) => {
  const error = `Give ${min} to ${max} characters, without control characters.`;
  return sized(
    z.string({ error }).refine((value) => isStorableText(value, min, max), { error }),
    max,
    true,
  );
};

/** One word of a list, case-sensitive. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  sized(
    z.enum(values, { error: `Use one of: ${values.join(', ')}. The case of letters counts.` }),
    MAX_WORD_CHARACTERS,
  );

const FLAG_TEXT = /^(true|false)$/i;

/** true or false. As text in any case: both Python SDKs write `True` and `False`. */
export const flag = sized(
  z.union(
    [
      z.boolean(),
      z
        .string()
        .regex(FLAG_TEXT)
        .transform((word) => word.toLowerCase() === 'true'),
    ],
    { error: 'Give true or false.' },
  ),
  MAX_WORD_CHARACTERS,
);

/** Bytes as JavaScript has them, over whatever kind of buffer. */
export const nativeBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/**
 * `min` to `max` bytes: as such, or as canonical base64 with its padding, so that bytes have one spelling. White space around
 * it and line breaks within it are not part of it: clients send what they have read from a file.
 */
export const bytes = (min: number, max: number) => {
  const error = `Give ${min === max ? `exactly ${max}` : `${min} to ${max}`} bytes, in base64 with its padding.`;
  const schema = z
    .union(
      [
        nativeBytes,
        z
          .string()
          .transform(unfold)
          .pipe(z.string().max(Math.ceil(max / 3) * 4))
          .transform(decodeBase64),
      ],
      { error },
    )
    .refine((value) => value.length >= min && value.length <= max, { error });
  return sized(schema, base64Characters(max));
};

/** With a line end of two characters after every 64. */
const base64Characters = (bytes: number): number =>
  Math.ceil((Math.ceil(bytes / 3) * 4 * 66) / 64) + 2;

/** Base64 in one line. A blank within it stays, and is refused: it may be a `+` that was not percent-encoded. */
const unfold = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$|[\r\n]+/g, '');

function decodeBase64(text: string, context: z.RefinementCtx): Uint8Array {
  const decoded = Buffer.from(text, 'base64');
  if (decoded.toString('base64') === text) return decoded;
  context.issues.push({ code: 'custom', input: undefined });
  return z.NEVER;
}

/** What is to be signed: a digest of SHA-256, or one as long. */
export const sha256Digest = bytes(32, 32);

/** The most that one call encrypts: 6 KB, which are 8 KB as the base64 that RPC's clients send. */
export const MAX_PLAINTEXT_BYTES = 6_144;
const MAX_TEXT_BYTES = 8_192;

/** What is to be sealed: bytes as such, or a text as it came. RPC never decodes it, whatever its clients put in. */
export const plaintext = sized(
  z.union(
    [
      nativeBytes
        .refine((value) => value.length <= MAX_PLAINTEXT_BYTES)
        .transform((value) => new Plaintext('bytes', Buffer.from(value))),
      z
        .string()
        .refine(
          (value) =>
            Buffer.byteLength(value) <= MAX_TEXT_BYTES && isStorableText(value, 0, MAX_TEXT_BYTES),
        )
        .transform((value) => new Plaintext('text', Buffer.from(value, 'utf8'))),
    ],
    {
      error: `Give at most ${MAX_PLAINTEXT_BYTES} bytes; as text, at most ${MAX_TEXT_BYTES} bytes of UTF-8 without control characters.`,
    },
  ),
  MAX_TEXT_BYTES,
);

/** A blob in its parts; null for bytes that are none, which the operation refuses as it refuses any that does not open. */
export const ciphertextBlob = sized(
  bytes(1, LARGEST_BLOB_BYTES).transform(parseCiphertextBlob),
  base64Characters(LARGEST_BLOB_BYTES),
);

/** The same, with its bytes: what may also be a ciphertext to a public key. */
export const blobOrCiphertext = sized(
  bytes(1, LARGEST_BLOB_BYTES).transform((value) => ({
    bytes: value,
    blob: parseCiphertextBlob(value),
  })),
  base64Characters(LARGEST_BLOB_BYTES),
);

const pairs = z
  .array(z.strictObject({ key: z.string(), value: z.string() }))
  .transform((list) => list.map(({ key, value }) => [key, value] as const));

/** The caller's pairs: a list, or the wire's JSON object. A list from here on; an object would lose `__proto__`. */
export const encryptionContext = sizedList(
  z
    .union([pairs, z.string().transform(contextOfJson)], { error: CONTEXT_ADVICE })
    .refine((context: EncryptionContext) => isContext(context), { error: CONTEXT_ADVICE }),
  2 * MAX_CONTEXT_PAIRS,
  MAX_CONTEXT_CHARACTERS * 3 * 3, // a character of UTF-16 is at most three bytes of UTF-8
);

function contextOfJson(text: string, context: z.RefinementCtx): EncryptionContext {
  const parsed = parseJsonContext(text);
  if (parsed) return parsed;
  context.issues.push({ code: 'custom', input: undefined });
  return z.NEVER;
}

/** Stands for one request of a caller, who may send it again: 1 to 64 printable ASCII characters. */
export const clientToken = sized(
  z.string().regex(/^[\x20-\x7e]{1,64}$/, { error: 'Give 1 to 64 printable ASCII characters.' }),
  64,
);

export const dryRun = flag.optional();

const REFERENCE_ADVICE = `Give the id of a key, an alias or an ARN, of 1 to ${LARGEST_REFERENCE} characters, without control characters.`;

/** How a caller names a key: its id, `alias/…` or an ARN. Which of them an operation takes, its record says. */
export const keyReference = sized(
  z
    .union([z.custom<KeyReference>(isKeyReference), z.string().transform(parseKeyReference)], {
      error: REFERENCE_ADVICE,
    })
    .refine(({ name }) => isStorableText(name, 1, LARGEST_REFERENCE), { error: REFERENCE_ADVICE }),
  2 * LARGEST_REFERENCE, // an ARN is longer than the name in it
  true,
);

/** The id of a key version. */
export const keyVersionId = text(64, 1);

export const aliasName = sized(
  z.string().refine((name) => isAliasName(name) || isReservedAlias(name), {
    error:
      'Use an alias of the form alias/<name>, with 1 to 249 letters, digits, _, - and / in the name.',
  }),
  255,
);

export const description = text(8192);

export const pageNumber = integer(1, 2_147_483_647).default(1);
export const pageSize = integer(1, 100).default(10);

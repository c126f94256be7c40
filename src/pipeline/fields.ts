import { z } from 'zod';
import { MAX_BLOB_BYTES, parseCiphertextBlob } from '#domain/ciphertext-blob.ts';
import { type EncryptionContext, isContext, parseJsonContext } from '#domain/encryption-context.ts';
import {
  isAliasName,
  isKeyReference,
  isReservedAlias,
  type KeyReference,
  MAX_REFERENCE_CHARACTERS,
  parseKeyReference,
} from '#domain/key-reference.ts';
import { Plaintext } from '#domain/plaintext.ts';
import { isStorableText } from '#domain/text.ts';
import { parseRfc3339 } from '#domain/time.ts';
import { sized, sizedList } from './sizes.ts';

/**
 * The types of input fields. A field accepts its native value (GraphQL) or its text form (RPC): `integer` accepts 7 and
 * "7". `z.coerce` is not used: it accepts "1e3", "0x10" and "", and turns "false" into true.
 */

/** Longer than the longest value of an enumeration, and than the longest integer. */
const MAX_WORD_CHARACTERS = 64;
const MAX_DIGITS = 20;
const MAX_CONTEXT_CHARACTERS = 8_192;
/** Maximum number of pairs of an encryption context: a pair such as `"a":"",` has seven characters. */
export const MAX_CONTEXT_PAIRS = Math.ceil(MAX_CONTEXT_CHARACTERS / 7);

const CONTEXT_ADVICE =
  'Give a flat object of strings with unique names, at most 8192 characters as JSON.';
const INTEGER_TEXT = /^-?(0|[1-9][0-9]*)$/;

/** An integer from `min` to `max`, both included. */
export const integer = (min: number, max: number) => {
  const error = `Give a whole number from ${min} to ${max}.`;
  const schema = z
    .union([z.number(), z.string().regex(INTEGER_TEXT).transform(Number)], { error })
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, { error });
  return sized(schema, MAX_DIGITS);
};

/**
 * Text of `min` to `max` characters (Unicode code points), without the control characters and lone surrogates that
 * PostgreSQL or XML cannot hold.
 */
export const text = (max: number, min = 0) => {
  const error = `Give ${min} to ${max} characters, without control characters.`;
  return sized(
    z.string({ error }).refine((value) => isStorableText(value, min, max), { error }),
    max,
    true,
  );
};

/** One of these values, case-sensitive. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  sized(
    z.enum(values, { error: `Use one of: ${values.join(', ')}. Values are case-sensitive.` }),
    MAX_WORD_CHARACTERS,
  );

const FLAG_TEXT = /^(true|false)$/i;

/** A boolean. As text in upper or lower case: both Python SDKs write `True` and `False`. */
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

/** A Uint8Array, over any kind of buffer. */
export const nativeBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/**
 * `min` to `max` bytes: a Uint8Array, or canonical base64 with padding (RFC 4648 §4), so that equal bytes have equal text.
 * White space around the text and line breaks within it are ignored: clients send the contents of files.
 */
export const bytes = (min: number, max: number) => {
  const error = `Give ${min === max ? `exactly ${max}` : `${min} to ${max}`} bytes, in base64 with padding.`;
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

/** Length of the base64 of so many bytes, with a line end of two characters after every 64. */
const base64Characters = (bytes: number): number =>
  Math.ceil((Math.ceil(bytes / 3) * 4 * 66) / 64) + 2;

/** Base64 in one line. A space within it remains and is an error later: it may be a `+` that was not percent-encoded. */
const unfold = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$|[\r\n]+/g, '');

function decodeBase64(text: string, context: z.RefinementCtx): Uint8Array {
  const decoded = Buffer.from(text, 'base64');
  if (decoded.toString('base64') === text) return decoded;
  context.issues.push({ code: 'custom', input: undefined });
  return z.NEVER;
}

/** A digest of 32 bytes, such as SHA-256's. */
export const sha256Digest = bytes(32, 32);

/** Maximum length of a plaintext: 6 KB, whose base64 (8 KB) is what clients of RPC send. */
export const MAX_PLAINTEXT_BYTES = 6_144;
const MAX_TEXT_BYTES = 8_192;

/** The plaintext to encrypt: bytes (GraphQL), or a text that is encrypted as its UTF-8 bytes (RPC), which is never decoded. */
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

/** A parsed ciphertext blob; null for other bytes, for which operations return the same error as for a blob that does not open. */
export const ciphertextBlob = sized(
  bytes(1, MAX_BLOB_BYTES).transform(parseCiphertextBlob),
  base64Characters(MAX_BLOB_BYTES),
);

/** A ciphertext blob with its bytes, which may also be a ciphertext made with a public key. Then `blob` is null. */
export const blobOrCiphertext = sized(
  bytes(1, MAX_BLOB_BYTES).transform((value) => ({
    bytes: value,
    blob: parseCiphertextBlob(value),
  })),
  base64Characters(MAX_BLOB_BYTES),
);

const pairs = z
  .array(z.strictObject({ key: z.string(), value: z.string() }))
  .transform((list) => list.map(({ key, value }) => [key, value] as const));

/** An encryption context: a list of pairs, or the JSON object of RPC. Parsed into a list, because an object would lose `__proto__`. */
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

const TIME_ERROR = 'Give a time as RFC 3339 writes it, such as 2030-01-31T12:00:00Z.';
const MAX_TIME_CHARACTERS = 64;

/** A time: a Date, or its text by RFC 3339. */
export const time = sized(
  z.union(
    [
      z.date(),
      z.string().transform((value, context) => {
        const parsed = parseRfc3339(value);
        if (parsed) return parsed;
        context.issues.push({ code: 'custom', input: undefined });
        return z.NEVER;
      }),
    ],
    { error: TIME_ERROR },
  ),
  MAX_TIME_CHARACTERS,
);

/** Identifies a request that the caller may repeat: 1 to 64 printable ASCII characters. */
export const clientToken = sized(
  z.string().regex(/^[\x20-\x7e]{1,64}$/, { error: 'Give 1 to 64 printable ASCII characters.' }),
  64,
);

/** Whether to check the request without doing anything (dry-run.ts). */
export const dryRun = flag.optional();

const REFERENCE_ADVICE = `Give a key id, an alias or an ARN of 1 to ${MAX_REFERENCE_CHARACTERS} characters, without control characters.`;

/** Names a key: its id, an alias `alias/…` or an ARN. `accepts` of an operation says which of these it permits. */
export const keyReference = sized(
  z
    .union([z.custom<KeyReference>(isKeyReference), z.string().transform(parseKeyReference)], {
      error: REFERENCE_ADVICE,
    })
    .refine(({ name }) => isStorableText(name, 1, MAX_REFERENCE_CHARACTERS), {
      error: REFERENCE_ADVICE,
    }),
  2 * MAX_REFERENCE_CHARACTERS, // an ARN is longer than the name in it
  true,
);

/** 1 to 64 characters. An id that no key version has leads to the error "not found". */
export const keyVersionId = text(64, 1);

/** An alias with its prefix: `alias/<name>`. Also the reserved names `alias/acs/…`, which only the operator may use. */
export const aliasName = sized(
  z.string().refine((name) => isAliasName(name) || isReservedAlias(name), {
    error:
      'Use an alias of the form alias/<name>, with 1 to 249 letters, digits, _, - and / in the name.',
  }),
  255,
);

/** At most 8,192 characters. */
export const description = text(8192);

/** Number of a page, from 1. */
export const pageNumber = integer(1, 2_147_483_647).default(1);
/** Maximum number of rows on a page: 1 to 100, by default 10. */
export const pageSize = integer(1, 100).default(10);

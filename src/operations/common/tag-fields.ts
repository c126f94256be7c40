import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import {
  faultOfTags,
  isTagKey,
  MAX_TAG_CHARACTERS,
  MAX_TAGS,
  TAG_ADVICE,
  TAGS_ADVICE,
  type Tag,
} from '#domain/tags.ts';
import { sized } from '#pipeline/sizes.ts';

/** Parses the JSON of a parameter; null if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
/** The longest 20 tags, each letter escaped as two surrogates, are 62,000 characters. */
const MAX_JSON_CHARACTERS = 65_536;
const json = z.string().max(MAX_JSON_CHARACTERS).transform(parseJson);

/**
 * A tag key or value, limited to four times its maximum length. Within this limit the handler checks it and its error is
 * more specific. Rejected requests are audited, so a value of a megabyte must not get that far.
 */
export const auditableTag = z
  .string({ error: TAG_ADVICE })
  .max(4 * MAX_TAG_CHARACTERS, { error: TAG_ADVICE });

const native = z
  .array(z.strictObject({ tagKey: auditableTag, tagValue: auditableTag }))
  .max(MAX_TAGS);

/** The JSON of RPC: `[{"TagKey":"…","TagValue":"…"}]`. The value defaults to an empty text. */
const wire = z
  .array(
    z.strictObject(
      { TagKey: auditableTag, TagValue: auditableTag.default('') },
      { error: TAGS_ADVICE },
    ),
  )
  .max(MAX_TAGS)
  .transform((tags) =>
    tags.map(({ TagKey, TagValue }): Tag => ({ tagKey: TagKey, tagValue: TagValue })),
  );

/** Tags: a list (GraphQL) or JSON text (RPC). Operations check their keys and values, because the error codes differ. */
export const tags = sized(
  z.union([native, json.pipe(wire)], { error: TAGS_ADVICE }),
  MAX_JSON_CHARACTERS,
);

const KEYS_ADVICE = `Give 1 to ${MAX_TAGS} tag keys, such as ["team"].`;
const keys = z
  .array(z.string())
  .refine((list) => list.length >= 1 && list.length <= MAX_TAGS && list.every(isTagKey), {
    error: KEYS_ADVICE,
  });

/** Tag keys: a list (GraphQL) or JSON text such as `["k1","k2"]` (RPC). */
export const tagKeys = sized(
  z.union([keys, json.pipe(keys)], { error: KEYS_ADVICE }),
  MAX_JSON_CHARACTERS,
);

/** Checks the number, keys and values of tags. @throws InvalidParameterError naming `field` */
export function checkTags(tags: readonly Tag[], field: string): void {
  if (tags.length === 0 || tags.length > MAX_TAGS || faultOfTags(tags))
    throw new InvalidParameterError(field, TAGS_ADVICE);
}

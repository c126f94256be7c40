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

/** What a value of the wire's JSON is, or null. */
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

/** Some room beyond what a tag may be, of which the answer says more. But a refusal is audited, and a request may hold a megabyte. */
export const auditableTag = z
  .string({ error: TAG_ADVICE })
  .max(4 * MAX_TAG_CHARACTERS, { error: TAG_ADVICE });

const native = z
  .array(z.strictObject({ tagKey: auditableTag, tagValue: auditableTag }))
  .max(MAX_TAGS);

/** The wire's JSON: `[{"TagKey":"…","TagValue":"…"}]`. A tag without a value has an empty one. */
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

/** Tags as a list, or as the wire's JSON text. What is in them is checked by who takes them: the answers differ. */
export const tags = sized(
  z.union([native, json.pipe(wire)], { error: TAGS_ADVICE }),
  MAX_JSON_CHARACTERS,
);

const KEYS_ADVICE = `Give 1 to ${MAX_TAGS} keys of tags, such as ["team"].`;
const keys = z
  .array(z.string())
  .refine((list) => list.length >= 1 && list.length <= MAX_TAGS && list.every(isTagKey), {
    error: KEYS_ADVICE,
  });

/** Keys of tags as a list, or as the wire's JSON: `["k1","k2"]`. */
export const tagKeys = sized(
  z.union([keys, json.pipe(keys)], { error: KEYS_ADVICE }),
  MAX_JSON_CHARACTERS,
);

/** @throws InvalidParameterError naming `field`, for a tag that may not be */
export function checkTags(tags: readonly Tag[], field: string): void {
  if (tags.length === 0 || tags.length > MAX_TAGS || faultOfTags(tags))
    throw new InvalidParameterError(field, TAGS_ADVICE);
}

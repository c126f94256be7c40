import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import type { KeyReference } from '#domain/key-reference.ts';
import { LARGEST_TAG, MOST_TAGS } from '#domain/tags.ts';
import { keyReference, oneOf } from '#pipeline/fields.ts';
import type { Context, KeyRow, KeyRule } from '#pipeline/operation.ts';
import { sizedList } from '#pipeline/sizes.ts';
import { TAGGABLE } from './set-tags.ts';

/** What can be tagged here. The API knows secrets too, which are not offered. */
const RESOURCE_TYPES = ['key'] as const;
const MAX_RESOURCES = 50;

/** Of which kind. The API asks for a RegionId too, which is ignored as on every other operation: a server has one region. */
export const whichResources = { resourceType: oneOf(RESOURCE_TYPES) };

/** The API speaks of resources of any kind, and numbers them: `ResourceId.1`, `Tag.1.Key`, `TagKey.1`. */
export const wireNames = { keyIds: 'ResourceId', tags: 'Tag', tagKeys: 'TagKey' } as const;

/** Room for an id, which has 36 characters, and for one of a release to come. */
const MAX_ID_BYTES = 128;

export const keyIds = sizedList(
  z
    .array(keyReference, { error: `Give 1 to ${MAX_RESOURCES} ids of keys.` })
    .max(MAX_RESOURCES)
    .transform((references) => [
      ...new Map(references.map((reference) => [reference.name, reference])).values(),
    ]),
  MAX_RESOURCES,
  MAX_RESOURCES * MAX_ID_BYTES,
);

/** `Tag.1.Key`, `Tag.1.Value`: a letter is at most four bytes, each three characters. */
export const sizedTags = <S extends z.ZodType>(schema: S): S =>
  sizedList(schema, 2 * MOST_TAGS, 2 * MOST_TAGS * LARGEST_TAG * 4 * 3);

const notFound = () =>
  new KmsError('InvalidResourceId.NotFound', 'The specified ResourceId is not found.');

async function admitAll(
  { admit }: Context,
  rule: KeyRule,
  references: readonly KeyReference[],
): Promise<KeyRow[]> {
  const keys: KeyRow[] = [];
  for (const reference of references) keys.push(await admit({ ...rule, notFound }, reference));
  return keys;
}

/** The keys that are to be tagged, all of them. @throws InvalidResourceId.NotFound, and what `admit` does */
export const taggedResources = (context: Context, references: readonly KeyReference[]) =>
  admitAll(context, TAGGABLE, references);

/** The keys whose tags are to be listed, in whatever state. @throws InvalidResourceId.NotFound */
export const listedResources = (context: Context, references: readonly KeyReference[]) =>
  admitAll(context, { accepts: ['id'] }, references);

import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import type { KeyReference } from '#domain/key-reference.ts';
import { MAX_TAG_CHARACTERS, MAX_TAGS } from '#domain/tags.ts';
import { keyReference, oneOf } from '#pipeline/fields.ts';
import type { Context, KeyRow, KeyRule } from '#pipeline/operation.ts';
import { sizedList } from '#pipeline/sizes.ts';
import { TAGGABLE } from './set-tags.ts';

/** The kinds of resources that have tags. The API also has secrets, which this service does not offer. */
const RESOURCE_TYPES = ['key'] as const;
const MAX_RESOURCES = 50;

/** The kind of the resources. The API's RegionId is ignored here and on every operation, because a server has one region. */
export const whichResources = { resourceType: oneOf(RESOURCE_TYPES) };

/** Names of the input fields in RPC, where lists are numbered parameters: `ResourceId.1`, `Tag.1.Key`, `TagKey.1`. */
export const wireNames = { keyIds: 'ResourceId', tags: 'Tag', tagKeys: 'TagKey' } as const;

/** Room for an id. Ids have 36 characters; a later release may have longer ones. */
const MAX_ID_BYTES = 128;

/** 1 to 50 ids of keys; duplicates are removed. */
export const keyIds = sizedList(
  z
    .array(keyReference, { error: `Give 1 to ${MAX_RESOURCES} key ids.` })
    .max(MAX_RESOURCES)
    .transform((references) => [
      ...new Map(references.map((reference) => [reference.name, reference])).values(),
    ]),
  MAX_RESOURCES,
  MAX_RESOURCES * MAX_ID_BYTES,
);

/** Registers the size of tags that are sent as `Tag.1.Key`, `Tag.1.Value`: a character is at most 4 bytes, a byte at most 3 characters. */
export const sizedTags = <S extends z.ZodType>(schema: S): S =>
  sizedList(schema, 2 * MAX_TAGS, 2 * MAX_TAGS * MAX_TAG_CHARACTERS * 4 * 3);

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

/** Admits all keys whose tags are to change. @throws KmsError `InvalidResourceId.NotFound`, and what `admit` throws */
export const taggedResources = (context: Context, references: readonly KeyReference[]) =>
  admitAll(context, TAGGABLE, references);

/** Admits all keys whose tags are to be listed, in any state. @throws KmsError `InvalidResourceId.NotFound` */
export const listedResources = (context: Context, references: readonly KeyReference[]) =>
  admitAll(context, { accepts: ['id'] }, references);

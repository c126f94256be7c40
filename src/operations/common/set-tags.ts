import { FieldError, InvalidParameterError, LimitExceededError } from '#domain/errors.ts';
import { faultOfTags, MOST_TAGS, TAG_ADVICE, TAGS_ADVICE, type Tag } from '#domain/tags.ts';
import type { Context, KeyRow, KeyRule } from '#pipeline/operation.ts';

/** Tags of a key can be changed in every state except PendingDeletion. */
export const TAGGABLE = {
  accepts: ['id'],
  states: ['Enabled', 'Disabled', 'PendingImport'],
  refusal: 'state',
} as const satisfies KeyRule;

const CODES = {
  key: 'InvalidParameter.TagKey',
  value: 'InvalidParameter.TagValue',
  duplicate: 'Duplicate.TagKey',
} as const;
const WORDS = {
  key: 'The specified tagKey is not valid.',
  value: 'The specified tagValue is not valid.',
  duplicate: 'The specified tagKey is duplicate.',
} as const;

/** Checks tags for TagResources, which has other error codes than TagResource. @throws FieldError, InvalidParameterError */
export function checkResourceTags(tags: readonly Tag[], field: string): void {
  if (tags.length > MOST_TAGS) throw new InvalidParameterError(field, TAGS_ADVICE);
  const fault = faultOfTags(tags);
  if (fault) throw faultyTag(fault, field);
}

const faultyTag = (fault: keyof typeof CODES, field: string) =>
  new FieldError(CODES[fault], field, () => `${WORDS[fault]} ${TAG_ADVICE}`);
/** The error for two tags with the same key. */
export const duplicateTag = (field: string): FieldError => faultyTag('duplicate', field);

/** Adds tags to a key; replaces the values of existing tags. @throws LimitExceededError */
export async function setTags(
  { call, changeTags }: Context,
  key: KeyRow,
  tags: readonly Tag[],
): Promise<void> {
  const names = tags.map(({ tagKey }) => tagKey);
  const others = await call.services.db.tag.count({
    where: { keyId: key.id, tagKey: { notIn: names } },
  });
  if (others + tags.length > MOST_TAGS)
    throw new LimitExceededError(`A key has at most ${MOST_TAGS} tags.`);
  changeTags(key, { set: tags, remove: [] });
}

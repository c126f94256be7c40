import { FieldError, InvalidParameterError, LimitExceededError } from '#domain/errors.ts';
import { faultOfTags, MAX_TAGS, TAG_ADVICE, TAGS_ADVICE, type Tag } from '#domain/tags.ts';
import type { Context, KeyRow, KeyRule } from '#pipeline/operation.ts';

/** Tags are noted on a key in every state but the last. */
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

/** The same for TagResources, which has codes of its own. @throws FieldError, InvalidParameterError */
export function checkResourceTags(tags: readonly Tag[], field: string): void {
  if (tags.length > MAX_TAGS) throw new InvalidParameterError(field, TAGS_ADVICE);
  const fault = faultOfTags(tags);
  if (fault) throw faultyTag(fault, field);
}

const faultyTag = (fault: keyof typeof CODES, field: string) =>
  new FieldError(CODES[fault], field, () => `${WORDS[fault]} ${TAG_ADVICE}`);
export const duplicateTag = (field: string): FieldError => faultyTag('duplicate', field);

/** Notes tags on a key, over those of the same keys. @throws LimitExceededError */
export async function setTags(
  { call, changeTags }: Context,
  key: KeyRow,
  tags: readonly Tag[],
): Promise<void> {
  const names = tags.map(({ tagKey }) => tagKey);
  const others = await call.services.db.tag.count({
    where: { keyId: key.id, tagKey: { notIn: names } },
  });
  if (others + tags.length > MAX_TAGS)
    throw new LimitExceededError(`A key has at most ${MAX_TAGS} tags.`);
  changeTags(key, { set: tags, remove: [] });
}

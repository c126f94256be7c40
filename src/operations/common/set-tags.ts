import { FieldError, InvalidParameterError, LimitExceededError } from '#domain/errors.ts';
import { faultOfTags, MAX_TAGS, TAG_ADVICE, TAGS_ADVICE, type Tag } from '#domain/tags.ts';
import type { Context, KeyRow, KeyRule } from '#pipeline/operation.ts';
import { deleteRow, insertUnique, requireRoom } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';

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
  if (tags.length > MAX_TAGS) throw new InvalidParameterError(field, TAGS_ADVICE);
  const fault = faultOfTags(tags);
  if (fault) throw faultyTag(fault, field);
}

const faultyTag = (fault: keyof typeof CODES, field: string) =>
  new FieldError(CODES[fault], field, () => `${WORDS[fault]} ${TAG_ADVICE}`);
/** The error for two tags with the same key. */
export const duplicateTag = (field: string): FieldError => faultyTag('duplicate', field);

/** Adds tags to a key; replaces the values of existing tags. @throws LimitExceededError */
export async function setTags(
  { call, write }: Context,
  key: KeyRow,
  tags: readonly Tag[],
): Promise<void> {
  const { id: keyId, accountId } = key;
  const names = tags.map(({ tagKey }) => tagKey);
  const others = await call.services.db.tag.count({ where: { keyId, tagKey: { notIn: names } } });
  if (others + tags.length > MAX_TAGS)
    throw new LimitExceededError(`A key has at most ${MAX_TAGS} tags.`);
  write(
    ...tags.map(({ tagKey, tagValue }) =>
      insertUnique(
        TABLES.tag,
        { accountId, keyId, tagKey, tagValue },
        ['keyId', 'tagKey'],
        'replace',
      ),
    ),
    requireRoom(TABLES.tag, 'keyId', keyId, MAX_TAGS),
  );
}

/** Deletes tags of a key, by their keys. Those that it does not have are ignored. */
export const deleteTags = ({ write }: Context, key: KeyRow, tagKeys: readonly string[]): void =>
  write(...tagKeys.map((tagKey) => deleteRow(TABLES.tag, { keyId: key.id, tagKey })));

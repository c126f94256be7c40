import {
  FieldError,
  InvalidParameterError,
  LimitExceededError,
  NoPermissionError,
} from '#domain/errors.ts';
import { faultOfTags, MAX_TAGS, TAG_ADVICE, TAGS_ADVICE, type Tag } from '#domain/tags.ts';
import { macsOfKey } from '#integrity/key-macs.ts';
import { readTags } from '#integrity/read-tags.ts';
import type { Context, KeyRow, KeyRule } from '#pipeline/operation.ts';
import { deleteRow, insertUnique, updateRow } from '#store/commit/write-set.ts';
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

/** Adds tags to a key; replaces the values of existing tags. @throws LimitExceededError, NoPermissionError */
export async function setTags(context: Context, key: KeyRow, tags: readonly Tag[]): Promise<void> {
  const { id: keyId, accountId } = key;
  await changeTags(context, key, (before) => {
    const after = new Map([...before, ...tags].map((tag) => [tag.tagKey, tag]));
    if (after.size > MAX_TAGS) throw new LimitExceededError(`A key has at most ${MAX_TAGS} tags.`);
    return [...after.values()];
  });
  context.write(
    ...tags.map(({ tagKey, tagValue }) =>
      insertUnique(
        TABLES.tag,
        { accountId, keyId, tagKey, tagValue },
        ['keyId', 'tagKey'],
        'replace',
      ),
    ),
  );
}

/** Deletes tags of a key: those with these keys, or all. Those that it does not have are ignored. @throws NoPermissionError */
export async function deleteTags(
  context: Context,
  key: KeyRow,
  tagKeys: readonly string[] | 'all',
): Promise<void> {
  const isDeleted = ({ tagKey }: Tag) => tagKeys === 'all' || tagKeys.includes(tagKey);
  const before = await changeTags(context, key, (tags) => tags.filter((tag) => !isDeleted(tag)));
  context.write(
    ...before
      .filter(isDeleted)
      .map(({ tagKey }) => deleteRow(TABLES.tag, { keyId: key.id, tagKey })),
  );
}

/**
 * Gives the key the MAC of its new tags. The commit fails if its tags have changed since they were read.
 * @returns the tags before
 */
async function changeTags(
  { call, write }: Context,
  key: KeyRow,
  change: (before: readonly Tag[]) => readonly Tag[],
): Promise<readonly Tag[]> {
  const { db, keyring, reportDamage } = call.services;
  const intact = await readTags(db, keyring, key);
  if (!intact) {
    reportDamage('Tag', key.id);
    if (!call.principal.operator) throw new NoPermissionError('kms:TagResource');
  }
  const tags = intact?.tags ?? (await db.tag.findMany({ where: { keyId: key.id } }));
  const { tagsMac } = intact?.macs ?? key;
  const macs = macsOfKey(keyring, key, change(tags));
  write(updateRow(TABLES.key, { id: key.id }, macs, { tagsMac, policyMac: key.policyMac }));
  return tags;
}

import {
  FieldError,
  InvalidParameterError,
  LimitExceededError,
  NoPermissionError,
} from '#domain/errors.ts';
import { faultOfTags, MAX_TAGS, TAG_ADVICE, TAGS_ADVICE, type Tag } from '#domain/tags.ts';
import { isPolicyAuthentic, MAC_BYTES, macsOfKey } from '#integrity/key-macs.ts';
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

/** Adds tags to keys; replaces the values of existing tags. @throws LimitExceededError, NoPermissionError */
export async function setTags(
  context: Context,
  keys: readonly KeyRow[],
  tags: readonly Tag[],
): Promise<void> {
  await changeTags(context, keys, (before) => {
    const after = new Map([...before, ...tags].map((tag) => [tag.tagKey, tag]));
    if (after.size > MAX_TAGS) throw new LimitExceededError(`A key has at most ${MAX_TAGS} tags.`);
    return [...after.values()];
  });
  for (const { id: keyId, accountId } of keys)
    context.write(
      ...tags.map(({ tagKey, tagValue }) => {
        const row = { accountId, keyId, tagKey, tagValue };
        return insertUnique(TABLES.tag, row, ['keyId', 'tagKey'], 'replace');
      }),
    );
}

/** Deletes tags of keys: those with these keys, or all. Those that a key does not have are ignored. @throws NoPermissionError */
export async function deleteTags(
  context: Context,
  keys: readonly KeyRow[],
  tagKeys: readonly string[] | 'all',
): Promise<void> {
  const isDeleted = ({ tagKey }: Tag) => tagKeys === 'all' || tagKeys.includes(tagKey);
  const before = await changeTags(context, keys, (tags) => tags.filter((tag) => !isDeleted(tag)));
  for (const [keyId, tags] of before)
    context.write(
      ...tags.filter(isDeleted).map(({ tagKey }) => deleteRow(TABLES.tag, { keyId, tagKey })),
    );
}

/**
 * Gives keys the MACs of their new tags. The commit fails if the tags of one have changed since they were read, in one
 * statement for all keys.
 * @returns the tags before, by the id of the key
 */
async function changeTags(
  { call, write }: Context,
  keys: readonly KeyRow[],
  change: (before: readonly Tag[]) => readonly Tag[],
): Promise<ReadonlyMap<string, readonly Tag[]>> {
  const { db, keyring, reportDamage } = call.services;
  const where = { keyId: { in: keys.map(({ id }) => id) } };
  const found = Map.groupBy(await db.tag.findMany({ where }), ({ keyId }) => keyId);
  const all = new Map<string, readonly Tag[]>();
  for (const key of keys) {
    const first = found.get(key.id) ?? [];
    const intact = await readTags(db, keyring, key, first);
    if (!intact) reportDamage('Tag', key.id);
    if (!intact && !call.principal.operator) throw new NoPermissionError('kms:TagResource');
    const { tags, macs } = intact ?? { tags: first, macs: key };
    all.set(key.id, tags);
    const expected = { tagsMac: macs.tagsMac, policyMac: key.policyMac };
    const next = macsOfKey(keyring, key, change(tags));
    // The operator may change tags of a key whose policy was altered. That policy stays denied.
    const isKnown = isPolicyAuthentic(keyring, key);
    const to = isKnown ? next : { ...next, policyMac: new Uint8Array(MAC_BYTES) };
    write(updateRow(TABLES.key, { id: key.id }, to, expected));
  }
  return all;
}

import {
  TagManyDocument,
  TagsOfKeysDocument,
  UntagManyDocument,
} from '../../generated/documents/console/graphql.ts';
import { client } from '../api/client.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { runWork, type Step } from './work.ts';

/** A tag of a key. */
export interface Tag {
  readonly tagKey: string;
  readonly tagValue: string;
}

/** Tags to add or to change, and the tag keys to remove. */
export interface TagChange {
  readonly add: readonly Tag[];
  readonly remove: readonly string[];
}

/** The tags of each key by its id. */
export type TagsByKey = ReadonlyMap<string, readonly Tag[]>;

/** Keys that one request can change. */
const MAX_KEYS = 50;

const inBatches = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / MAX_KEYS) }, (_, index) =>
    items.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS),
  );

/** Reads the tags of keys. @param ids their global ids */
export async function readTags(
  ids: readonly string[],
): Promise<{ readonly tags: TagsByKey } | { readonly failure: Failure }> {
  const tags = new Map<string, readonly Tag[]>();
  for (const batch of inBatches(ids)) {
    const { data, error } = await client
      .query(TagsOfKeysDocument, { ids: batch }, { requestPolicy: 'network-only' })
      .toPromise();
    const failure = toFailure(error);
    if (failure) return { failure };
    for (const node of data?.nodes ?? [])
      if (node && 'keyId' in node && node.keyId) tags.set(node.keyId, node.tags ?? []);
  }
  return { tags };
}

/** Changes the tags of keys, up to 50 keys in each request. @returns the ids of those that were changed */
export const changeTags = (
  title: string,
  keyIds: readonly string[],
  change: TagChange,
  labelOf: (count: number) => string,
): Promise<Set<string>> => runWork(title, stepsOf(keyIds, change, labelOf));

function stepsOf(
  keyIds: readonly string[],
  { add, remove }: TagChange,
  labelOf: (count: number) => string,
): Step[] {
  return inBatches(keyIds).map((batch) => ({
    keyIds: batch,
    label: labelOf(batch.length),
    async act() {
      const input = { keyIds: batch };
      if (remove.length > 0) {
        const tags = { tagKeys: [...remove] };
        const { error } = await client
          .mutation(UntagManyDocument, { input: { ...input, tags } })
          .toPromise();
        if (error) return toFailure(error);
      }
      if (add.length === 0) return undefined;
      const { error } = await client
        .mutation(TagManyDocument, { input: { ...input, tags: [...add] } })
        .toPromise();
      return toFailure(error);
    },
  }));
}

/** Gives keys the tags back that they had before a change. */
export function undoTags(
  title: string,
  keyIds: Iterable<string>,
  { add, remove }: TagChange,
  before: TagsByKey,
  labelOf: (count: number) => string,
): Promise<Set<string>> {
  const touched = new Set([...add.map(({ tagKey }) => tagKey), ...remove]);
  const groups = new Map<string, { change: TagChange; keyIds: string[] }>();
  for (const keyId of keyIds) {
    const had = (before.get(keyId) ?? []).filter(({ tagKey }) => touched.has(tagKey));
    const change = {
      add: had.map(({ tagKey, tagValue }) => ({ tagKey, tagValue })),
      remove: add
        .map(({ tagKey }) => tagKey)
        .filter((one) => !had.some((tag) => tag.tagKey === one)),
    };
    const name = JSON.stringify(change);
    const group = groups.get(name) ?? { change, keyIds: [] };
    group.keyIds.push(keyId);
    groups.set(name, group);
  }
  return runWork(
    title,
    [...groups.values()].flatMap((group) => stepsOf(group.keyIds, group.change, labelOf)),
  );
}

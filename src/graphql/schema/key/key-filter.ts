import { MAX_SEARCH_TERMS } from '#domain/search-words.ts';
import { pascalCase } from '#domain/words.ts';
import { listAliases } from '#operations/alias/list-aliases.ts';
import { namesBeginningWith } from '#operations/common/aliases.ts';
import {
  checkFilters,
  MAX_SEARCH_CHARACTERS,
  searchTerms,
} from '#operations/common/key-filters.ts';
import { listTagResources } from '#operations/tag/list-tag-resources.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import {
  CreatorType,
  KeyOrigin,
  KeySpec,
  KeyState,
  KeyUsage,
  ProtectionLevel,
} from '../../enums.ts';

/** Cost of a filter: the server may look at every key of the account, for a page and for the number of keys. */
export const FILTER_COST = 100;

const TagFilter = builder.inputType('TagFilter', {
  description: 'Tag that a key must have.',
  fields: (t) => ({
    tagKey: t.string({ required: true, description: 'Tag key. It must match exactly.' }),
    tagValue: t.string({ description: 'Value of the tag. Null or absent: any value.' }),
  }),
});

export const KeyFilter = builder.inputType('KeyFilter', {
  description:
    'Conditions on keys. Fields are ANDed; values of one field are ORed, except tags, which are ANDed. An empty list matches no key; null is the same as absent.',
  fields: (t) => ({
    keyState: t.field({ type: [KeyState], description: 'States, at most 10.' }),
    keySpec: t.field({ type: [KeySpec], description: 'Specs, at most 10.' }),
    keyUsage: t.field({ type: [KeyUsage], description: 'Usages, at most 10.' }),
    origin: t.field({
      type: [KeyOrigin],
      description: 'Sources of the key material, at most 10.',
    }),
    protectionLevel: t.field({
      type: [ProtectionLevel],
      description: 'Protection levels, at most 10.',
    }),
    creatorType: t.field({ type: [CreatorType], description: 'Kinds of creator, at most 10.' }),
    tags: t.field({
      type: [TagFilter],
      description:
        'Tags that a key must have, all of them; at most 10 together with the other lists. Needs the permission `kms:ListTagResources` too.',
    }),
    alias: t.string({
      description:
        'Beginning of the name of one of the aliases of a key, with `alias/`. Needs the permission `kms:ListAliases` too.',
    }),
    createdAfter: t.field({
      type: 'DateTime',
      description: 'Only keys created later than this time, compared to the millisecond.',
    }),
    createdBefore: t.field({
      type: 'DateTime',
      description: 'Only keys created earlier than this time, compared to the millisecond.',
    }),
    search: t.string({
      description: `Words that must all occur in the description or the aliases of a key, each as the beginning of a word there; case does not matter. Chinese text is compared by pairs of characters. At most ${MAX_SEARCH_TERMS} words or pairs and ${MAX_SEARCH_CHARACTERS} characters. Adds ${FILTER_COST} to the cost of the query. Needs the permission \`kms:ListAliases\` too.`,
    }),
  }),
});

type Given = typeof KeyFilter.$inferInput;
const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** The cost of a filter, beside its page. */
export const filterCost = (filter: Given | null | undefined): number =>
  (Object.values(filter ?? {}).some(isGiven) ? FILTER_COST : 0) +
  (isGiven(filter?.search) ? FILTER_COST : 0);

/**
 * Checks the permissions that a filter needs besides those of its list. Without them a caller could find out tags and
 * aliases by asking for one after the other. @throws NoPermissionError
 */
export function authorizeFilter(call: GraphqlCall, filter: Given | null | undefined): void {
  if (filter?.tags) call.read(listTagResources);
  if (isGiven(filter?.alias) || isGiven(filter?.search)) call.read(listAliases);
}

/** What a filter asks of keys. @throws InvalidParameterError */
export function keyQueryOf({ tags, alias, createdAfter, createdBefore, search, ...lists }: Given) {
  const given = Object.entries(lists).filter(([, values]) => isGiven(values));
  const tagFilters = tags?.map(({ tagKey, tagValue }) => [
    { tagKey, tagValue: tagValue ?? undefined },
  ]);
  return {
    filters: checkFilters(
      [
        ...given.map(([field, values]) => ({ key: pascalCase(field), values })),
        ...(tagFilters?.length === 0 ? [[]] : (tagFilters ?? [])).map((values) => ({
          key: 'Tag',
          values,
        })),
      ],
      'filter',
    ),
    createdAfter: createdAfter ?? undefined,
    createdBefore: createdBefore ?? undefined,
    terms: searchTerms(search ?? undefined),
    aliasNames: namesBeginningWith(alias ?? undefined, 'alias'),
  };
}

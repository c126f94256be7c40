import { MAX_TAGS } from '#domain/tags.ts';
import { TAGGABLE } from '#operations/common/set-tags.ts';
import { listResourceTags } from '#operations/tag/list-resource-tags.ts';
import { tagResources } from '#operations/tag/tag-resources.ts';
import { untagResources } from '#operations/tag/untag-resources.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { inputArg } from '../input-arg.ts';
import { keyListField } from '../key-field.ts';
import { perform } from '../perform.ts';
import { KeyMetadata } from './key/key-metadata.ts';
import { TagInput } from './tag-input.ts';

const Tag = builder.prismaObject('Tag', {
  name: 'Tag',
  description: 'Key and value that a caller attached to a key.',
  fields: (t) => ({
    tagKey: t.exposeString('tagKey', { description: 'Key, unique among the tags of one key.' }),
    tagValue: t.exposeString('tagValue', { description: 'Value; may be empty.' }),
  }),
});

builder.prismaObjectField(KeyMetadata, 'tags', (t) =>
  t.field({
    ...describes(listResourceTags),
    type: [Tag],
    complexity: { field: 1, multiplier: MAX_TAGS },
    resolve: async (key, _args, call) => {
      const { tags } = await call.readOf(listResourceTags, key);
      return [...(await tags(key.id))];
    },
  }),
);

/** The rule for the keys that these operations take: each is admitted by it. */
const TAGGED = { key: TAGGABLE };
/** The only kind of resource that has tags here. */
const KEYS = { resourceType: 'key' } as const;

const TagKeysInput = builder.inputType('TagKeysInput', {
  description: 'Keys and the tags to add to them.',
  fields: (t) => ({
    keyIds: keyListField(t, TAGGED, '1 to 50 keys. Each item'),
    tags: t.field({
      type: [TagInput],
      required: true,
      description: '1 to 20 tags, each key once. A key has at most 20 tags.',
    }),
  }),
});

builder.mutationField('tagKeys', (t) =>
  t.field({
    ...describes(tagResources),
    type: [KeyMetadata],
    args: { input: inputArg(t, TagKeysInput) },
    resolve: async (_root, { input }, call) => [
      ...(await perform(tagResources, call, { ...KEYS, ...input })).actedOn,
    ],
  }),
);

const TagsToRemoveInput = builder.inputType('TagsToRemoveInput', {
  description: 'Tags to remove, in exactly one of the two fields.',
  isOneOf: true,
  fields: (t) => ({
    tagKeys: t.stringList({
      description: 'Keys of 1 to 20 tags. A tag that a key does not have is ignored.',
    }),
    all: t.boolean({ description: 'True removes every tag.' }),
  }),
});

const UntagKeysInput = builder.inputType('UntagKeysInput', {
  description: 'Keys and the tags to remove from them.',
  fields: (t) => ({
    keyIds: keyListField(t, TAGGED, '1 to 50 keys. Each item'),
    tags: t.field({
      type: TagsToRemoveInput,
      required: true,
      description: 'All tags, or those of some keys.',
    }),
  }),
});

builder.mutationField('untagKeys', (t) =>
  t.field({
    ...describes(untagResources),
    type: [KeyMetadata],
    args: { input: inputArg(t, UntagKeysInput) },
    resolve: async (_root, { input: { keyIds, tags } }, call) => [
      ...(await perform(untagResources, call, { ...KEYS, keyIds, ...tags })).actedOn,
    ],
  }),
);

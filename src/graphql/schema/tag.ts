import { MAX_TAGS } from '#domain/tags.ts';
import { listResourceTags } from '#operations/tag/list-resource-tags.ts';
import { tagResources } from '#operations/tag/tag-resources.ts';
import { untagResources } from '#operations/tag/untag-resources.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { permitRead } from '../permit.ts';
import { KeyMetadata } from './key.ts';
import { TagInput } from './tag-input.ts';

const Tag = builder.prismaObject('Tag', {
  name: 'Tag',
  description: 'What somebody has noted on a key, by name.',
  fields: (t) => ({
    tagKey: t.exposeString('tagKey', { description: 'Its key: comes once on each key.' }),
    tagValue: t.exposeString('tagValue', { description: 'Its value; may be empty.' }),
  }),
});

builder.prismaObjectField(KeyMetadata, 'tags', (t) =>
  t.field({
    ...describes(listResourceTags),
    type: [Tag],
    complexity: { field: 1, multiplier: MAX_TAGS },
    resolve: async ({ id }, _args, call) => {
      permitRead(listResourceTags, call);
      return [...(await call.loaders.tags(id))];
    },
  }),
);

const TagKeysInput = builder.inputType('TagKeysInput', {
  description: 'Which keys, and their tags.',
  fields: (t) => ({
    keyIds: t.field({
      type: ['KeyReference'],
      required: true,
      description: 'The ids of 1 to 50 keys. No aliases here.',
    }),
    tags: t.field({
      type: [TagInput],
      required: true,
      description: '1 to 20 tags; a key has at most 20.',
    }),
  }),
});

/** The one kind of resource that is tagged here. */
const KEYS = { resourceType: 'key' } as const;

builder.mutationField('tagKeys', (t) =>
  t.field({
    ...describes(tagResources),
    type: [KeyMetadata],
    args: {
      input: t.arg({
        type: TagKeysInput,
        required: true,
        description: 'Which keys, and their tags.',
      }),
    },
    resolve: async (_root, { input }, call) => [
      ...(await perform(tagResources, call, { ...KEYS, ...input })).actedOn,
    ],
  }),
);

const UntagKeysInput = builder.inputType('UntagKeysInput', {
  description: 'Which keys, and which tags to take off.',
  fields: (t) => ({
    keyIds: t.field({
      type: ['KeyReference'],
      required: true,
      description: 'The ids of 1 to 50 keys. No aliases here.',
    }),
    tagKeys: t.stringList({ description: 'The keys of the tags: up to 20.' }),
    all: t.boolean({ description: 'Every tag, where no tagKeys are given. Default: false.' }),
  }),
});

builder.mutationField('untagKeys', (t) =>
  t.field({
    ...describes(untagResources),
    type: [KeyMetadata],
    args: {
      input: t.arg({
        type: UntagKeysInput,
        required: true,
        description: 'Which keys, and which tags.',
      }),
    },
    resolve: async (_root, { input }, call) => [
      ...(await perform(untagResources, call, { ...KEYS, ...input })).actedOn,
    ],
  }),
);

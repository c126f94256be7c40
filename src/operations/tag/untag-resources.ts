import { z } from 'zod';
import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';
import { isTagKey, MAX_TAGS, TAG_ADVICE } from '#domain/tags.ts';
import { flag } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteTags } from '../common/set-tags.ts';
import {
  keyIds,
  sizedTags,
  taggedResources,
  whichResources,
  wireNames,
} from '../common/tag-resources.ts';

const tagKeys = sizedTags(
  z
    .array(z.string().refine(isTagKey, { error: TAG_ADVICE }))
    .max(MAX_TAGS, { error: `Give at most ${MAX_TAGS} tag keys.` }),
).default([]);

export const untagResources = accountOperation({
  name: 'UntagResources',
  summary:
    'Removes tags from at most 50 keys: those with some tag keys, or all. All keys are changed, or none.',
  effect: 'write',
  input: z.strictObject({ ...whichResources, keyIds, tagKeys, all: flag.default(false) }),
  output: z.object({}),
  audit: ['keyIds', 'tagKeys', 'all'],
  wireNames,
  mutation: 'untagKeys',
  async handler(context, { keyIds, tagKeys, all }) {
    if (keyIds.length === 0) throw new MissingParameterError('keyIds');
    // "All" applies only without tag keys. Without either, the operation would succeed and do nothing.
    if (tagKeys.length === 0 && !all)
      throw new InvalidParameterError('tagKeys', 'Give tag keys, or set all to true.');
    const keys = await taggedResources(context, keyIds);
    await deleteTags(context, keys, tagKeys.length > 0 ? tagKeys : 'all');
    return { actedOn: keys };
  },
});

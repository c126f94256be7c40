import { z } from 'zod';
import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';
import { isTagKey, MOST_TAGS, TAG_ADVICE } from '#domain/tags.ts';
import { flag } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
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
    .max(MOST_TAGS, { error: `Give at most ${MOST_TAGS} keys of tags.` }),
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
    // "All" counts where no key is given; neither would do nothing, and say that it was done.
    if (tagKeys.length === 0 && !all)
      throw new InvalidParameterError('tagKeys', 'Give keys of tags, or ask for all.');
    const keys = await taggedResources(context, keyIds);
    const where = { keyId: { in: keys.map(({ id }) => id) } };
    const found =
      tagKeys.length > 0
        ? []
        : await context.call.services.db.tag.findMany({
            where,
            select: { keyId: true, tagKey: true },
          });
    for (const key of keys) {
      const own = found.filter(({ keyId }) => keyId === key.id).map(({ tagKey }) => tagKey);
      context.changeTags(key, { set: [], remove: tagKeys.length > 0 ? tagKeys : own });
    }
    return { actedOn: keys };
  },
});

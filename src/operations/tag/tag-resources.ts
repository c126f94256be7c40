import { z } from 'zod';
import { MissingParameterError } from '#domain/errors.ts';
import { MAX_TAGS, TAGS_ADVICE } from '#domain/tags.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { checkResourceTags, setTags } from '../common/set-tags.ts';
import { auditableTag } from '../common/tag-fields.ts';
import {
  keyIds,
  sizedTags,
  taggedResources,
  whichResources,
  wireNames,
} from '../common/tag-resources.ts';

const tags = sizedTags(
  z
    .array(z.strictObject({ tagKey: auditableTag, tagValue: auditableTag.default('') }), {
      error: TAGS_ADVICE,
    })
    .max(MAX_TAGS, { error: TAGS_ADVICE }),
);

export const tagResources = accountOperation({
  name: 'TagResources',
  summary:
    'Adds tags to at most 50 keys; replaces the values of existing tags. All keys are changed, or none.',
  effect: 'write',
  input: z.strictObject({ ...whichResources, keyIds, tags }),
  output: z.object({}),
  audit: ['keyIds', 'tags'],
  wireNames,
  mutation: 'tagKeys',
  async handler(context, { keyIds, tags }) {
    if (keyIds.length === 0) throw new MissingParameterError('keyIds');
    if (tags.length === 0) throw new MissingParameterError('tags');
    checkResourceTags(tags, 'tags');
    const keys = await taggedResources(context, keyIds);
    await setTags(context, keys, tags);
    return { actedOn: keys };
  },
});

import { z } from 'zod';
import { MissingParameterError } from '#domain/errors.ts';
import { TAG_ADVICE } from '#domain/tags.ts';
import { accountOperation } from '../operation.ts';
import { resourceIds, taggedResources, whichResources } from './resources.ts';
import { checkResourceTags, setTags } from './set-tags.ts';

/** A tag as this newer family of operations spells it: `Tag.1.Key`, `Tag.1.Value`. */
const tag = z.array(z.strictObject({ key: z.string({ error: TAG_ADVICE }), value: z.string().default('') }));

export const tagResources = accountOperation({
  name: 'TagResources',
  summary: 'Notes tags on up to 50 keys, over those of the same keys of tags. All get them, or none.',
  effect: 'write',
  input: z.strictObject({ ...whichResources, resourceId: resourceIds, tag }),
  output: z.object({}),
  audit: ['resourceId', 'tag'],
  mutation: 'tagKeys',
  async handler(context, { resourceId, tag }) {
    if (resourceId.length === 0) throw new MissingParameterError('resourceId');
    if (tag.length === 0) throw new MissingParameterError('tag');
    const tags = tag.map(({ key, value }) => ({ tagKey: key, tagValue: value }));
    checkResourceTags(tags, 'tag');
    const keys = [];
    for (const key of await taggedResources(context, resourceId)) keys.push(await setTags(context, key, tags));
    return { actedOn: keys };
  },
});

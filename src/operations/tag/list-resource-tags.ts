import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const listResourceTags = keyOperation({
  name: 'ListResourceTags',
  summary: 'Returns the tags of a key, sorted by tag key.',
  effect: 'read',
  quotaPool: 'tag-lists',
  key: { accepts: ['id'] },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({
    tags: z.object({
      tag: z.array(z.object({ keyId: z.string(), tagKey: z.string(), tagValue: z.string() })),
    }),
  }),
  async handler({ call, key }) {
    const tag = await call.services.db.tag.findMany({
      where: { keyId: key.id },
      orderBy: { tagKey: 'asc' },
    });
    return { tags: { tag } };
  },
});

import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import { isTagKey, isTagValue, MOST_TAGS, TAG_ADVICE } from '#domain/tags.ts';
import { text } from '#pipeline/fields.ts';
import { accountOperation, type Context } from '#pipeline/operation.ts';
import { alive } from '#store/read/as-of.ts';
import { tagged } from '#store/read/list-keys.ts';
import { duplicateTag } from '../common/set-tags.ts';
import {
  keyIds,
  listedResources,
  sizedTags,
  whichResources,
  wireNames,
} from '../common/tag-resources.ts';

/** Rows of one answer, as published. */
const PAGE = 200;
/** A key id and the longest key of a tag, 128 letters of four bytes each, in base64: 732. */
const LONGEST_TOKEN = 1_024;

const error = TAG_ADVICE;
const tagKey = z.string({ error }).refine(isTagKey, { error });
const tagValue = z.string().refine(isTagValue, { error }).optional();
const tags = sizedTags(
  z.array(z.strictObject({ tagKey, tagValue }), { error }).max(MOST_TAGS),
).default([]);

/** The last row of the page before: `<key id> <key of a tag>`. A place, not a count: rows that come or go move nothing. */
const toToken = (keyId: string, tagKey: string): string =>
  Buffer.from(`${keyId} ${tagKey}`).toString('base64url');

function readToken(token: string): { keyId: string; tagKey: string } {
  const [, keyId, tagKey = ''] =
    /^([0-9a-f-]{36}) (.+)$/su.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (!keyId || !isTagKey(tagKey))
    throw new InvalidParameterError('nextToken', 'Hand back a token that this operation gave.');
  return { keyId, tagKey };
}

const after = ({ keyId, tagKey }: { keyId: string; tagKey: string }) => ({
  OR: [{ keyId: { gt: keyId } }, { keyId, tagKey: { gt: tagKey } }],
});

/** With tags: the tags of those keys that have all of them. The page does not say whether it shows the others too. */
export const listTagResources = accountOperation({
  name: 'ListTagResources',
  summary:
    'Returns the tags of keys: of the given keys, of the keys that have all given tags, or of all keys.',
  effect: 'read',
  input: z.strictObject({
    ...whichResources,
    keyIds: keyIds.default([]),
    tags,
    nextToken: text(LONGEST_TOKEN).default(''),
  }),
  wireNames,
  output: z.object({
    tagResources: z.object({
      tagResource: z.array(
        z.object({
          resourceId: z.string(),
          resourceType: z.string(),
          tagKey: z.string(),
          tagValue: z.string(),
        }),
      ),
    }),
    nextToken: z.string(),
  }),
  async handler(context: Context, { keyIds, tags, nextToken }) {
    const { call, now } = context;
    if (new Set(tags.map(({ tagKey }) => tagKey)).size < tags.length) throw duplicateTag('tags');
    const { accountId } = call.principal;
    const named = await listedResources(context, keyIds);
    const rows = await call.services.db.tag.findMany({
      where: {
        accountId,
        AND: [
          nextToken ? after(readToken(nextToken)) : {},
          named.length > 0 ? { keyId: { in: named.map(({ id }) => id) } } : {},
        ],
        key: { AND: [alive(now), ...tags.map((tag) => tagged(accountId, tag))] },
      },
      orderBy: [{ keyId: 'asc' }, { tagKey: 'asc' }],
      take: PAGE + 1,
    });
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    return {
      tagResources: {
        tagResource: page.map(({ keyId, tagKey, tagValue }) => ({
          resourceId: keyId,
          resourceType: 'key',
          tagKey,
          tagValue,
        })),
      },
      nextToken: last && rows.length > PAGE ? toToken(last.keyId, last.tagKey) : '',
    };
  },
});

import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import { isTagKey, isTagValue, MAX_TAGS, TAG_ADVICE } from '#domain/tags.ts';
import { text } from '#pipeline/fields.ts';
import { accountOperation, type Context } from '#pipeline/operation.ts';
import { alive } from '#store/read/as-of.ts';
import { tagged } from '#store/read/list-keys.ts';
import { keyContainer } from '../common/resources.ts';
import { duplicateTag } from '../common/set-tags.ts';
import {
  keyIds,
  listedResources,
  sizedTags,
  whichResources,
  wireNames,
} from '../common/tag-resources.ts';

/** Maximum number of rows of an answer, as published. */
const PAGE_ROWS = 200;
/** A key id and the longest tag key, 128 characters of 4 bytes, have 732 characters in base64. */
const MAX_TOKEN_CHARACTERS = 1_024;

const error = TAG_ADVICE;
const tagKey = z.string({ error }).refine(isTagKey, { error });
const tagValue = z.string().refine(isTagValue, { error }).optional();
const tags = sizedTags(
  z.array(z.strictObject({ tagKey, tagValue }), { error }).max(MAX_TAGS),
).default([]);

/** Names the last row of the previous page: `<key id> <tag key>`. A position and not a count, so that added or deleted rows do not shift pages. */
const toToken = (keyId: string, tagKey: string): string =>
  Buffer.from(`${keyId} ${tagKey}`).toString('base64url');

function readToken(token: string): { keyId: string; tagKey: string } {
  const [, keyId, tagKey = ''] =
    /^([0-9a-f-]{36}) (.+)$/su.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (!keyId || !isTagKey(tagKey))
    throw new InvalidParameterError('nextToken', 'Use a token returned by this operation.');
  return { keyId, tagKey };
}

const after = ({ keyId, tagKey }: { keyId: string; tagKey: string }) => ({
  OR: [{ keyId: { gt: keyId } }, { keyId, tagKey: { gt: tagKey } }],
});

/** With `tags`: lists all tags of the keys that have all of these. The vendor's page does not say whether other tags are shown too. */
export const listTagResources = accountOperation({
  name: 'ListTagResources',
  summary:
    'Returns the tags of keys: of the given keys, of the keys that have all given tags, or of all keys.',
  effect: 'read',
  // Without ids it lists tags of all keys; with them each key is checked.
  on: (place, { keyIds }) => (keyIds.length > 0 ? [] : keyContainer(place)),
  input: z.strictObject({
    ...whichResources,
    keyIds: keyIds.default([]),
    tags,
    nextToken: text(MAX_TOKEN_CHARACTERS).default(''),
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
      take: PAGE_ROWS + 1,
    });
    const page = rows.slice(0, PAGE_ROWS);
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
      nextToken: last && rows.length > PAGE_ROWS ? toToken(last.keyId, last.tagKey) : '',
    };
  },
});

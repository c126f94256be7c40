import { z } from 'zod';
import { accountIdOf } from '#integrity/owners.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { ownerName } from '../common/access-key-view.ts';
import { apiTokenView, viewApiToken } from '../common/api-token-view.ts';
import { requireKeyOwner, userNameOf } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';

export const listApiTokens = accountOperation({
  name: 'ListApiTokens',
  service: 'ram',
  summary: 'Returns the API tokens of a user, or of the caller, oldest first.',
  effect: 'read',
  on: namedUser,
  graphqlOnly: 'RAM has no such operation. The RPC APIs have no bearer tokens.',
  input: z.strictObject({ userName: ownerName }),
  output: z.object({ apiTokens: z.array(apiTokenView) }),
  async handler({ call }, { userName }) {
    const owner = await requireKeyOwner(call, userName);
    const { db } = call.services;
    const accountId = accountIdOf(owner);
    const userId = owner.type === 'user' ? owner.row.id : null;
    const rows = await db.apiToken.findMany({
      where: { accountId, userId },
      orderBy: { id: 'asc' },
    });
    const uses = await db.accessKeyUse.findMany({
      where: { accountId, accessKeyId: { in: rows.map(({ id }) => id) } },
    });
    const lastUses = new Map(uses.map((use) => [use.accessKeyId, use]));
    const apiTokens = rows.map((row) => ({ ...row, lastUse: lastUses.get(row.id) ?? null }));
    return {
      apiTokens: apiTokens.map(viewApiToken),
      nodes: { apiTokens, userName: userNameOf(owner) },
    };
  },
});

import { z } from 'zod';
import { accountIdOf } from '#integrity/owners.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { ownerName } from '../common/access-key-view.ts';
import { notExisting } from '../common/not-found.ts';
import { requireKeyOwner } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';
import { apiTokenId } from '../common/sign-in-ids.ts';

export const deleteApiToken = accountOperation({
  name: 'DeleteApiToken',
  service: 'ram',
  summary:
    'Deletes an API token of a user, or of the caller, permanently. It is refused from the next call on, on every replica.',
  effect: 'write',
  on: namedUser,
  graphqlOnly: 'RAM has no such operation. The RPC APIs have no bearer tokens.',
  input: z.strictObject({ userName: ownerName, tokenId: apiTokenId }),
  output: z.object({}),
  audit: ['userName', 'tokenId'],
  async handler({ call, write }, { userName, tokenId }) {
    const owner = await requireKeyOwner(call, userName);
    const accountId = accountIdOf(owner);
    const userId = owner.type === 'user' ? owner.row.id : null;
    const row = await call.services.db.apiToken.findUnique({ where: { id: tokenId } });
    if (row?.accountId !== accountId || row.userId !== userId) throw notExisting('ApiToken');
    write(
      deleteRow(TABLES.apiToken, { id: tokenId, accountId }, {}),
      deleteRow(TABLES.accessKeyUse, { accessKeyId: tokenId }),
    );
    return { nodes: { apiToken: row } };
  },
});

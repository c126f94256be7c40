import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { notExisting } from '../common/not-found.ts';
import { ownAccount } from '../common/ram-resources.ts';
import { signInId } from '../common/sign-in-ids.ts';

export const deleteSignInLink = accountOperation({
  name: 'DeleteSignInLink',
  service: 'ram',
  summary: 'Deletes a sign-in link of the account, so that nobody can sign in with it.',
  effect: 'write',
  on: ownAccount,
  graphqlOnly: 'RAM has no such operation.',
  input: z.strictObject({ linkId: signInId }),
  output: z.object({}),
  audit: ['linkId'],
  async handler({ call, write }, { linkId: id }) {
    const row = await call.services.db.signInLink.findUnique({ where: { id } });
    if (row?.accountId !== call.principal.accountId) throw notExisting('SignInLink');
    write(deleteRow(TABLES.signInLink, { hash: row.hash }, {}));
    return { nodes: { linkId: id } };
  },
});

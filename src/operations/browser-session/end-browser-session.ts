import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { notExisting } from '../common/not-found.ts';
import { ownAccount } from '../common/ram-resources.ts';
import { signInId } from '../common/sign-in-ids.ts';

export const endBrowserSession = accountOperation({
  name: 'EndBrowserSession',
  service: 'ram',
  summary: 'Ends a browser session of the account. Its next call is refused, on every replica.',
  effect: 'write',
  on: ownAccount,
  graphqlOnly: 'RAM has no such operation.',
  input: z.strictObject({ sessionId: signInId }),
  output: z.object({}),
  audit: ['sessionId'],
  async handler({ call, write }, { sessionId: id }) {
    const row = await call.services.db.session.findUnique({ where: { id } });
    if (row?.accountId !== call.principal.accountId) throw notExisting('BrowserSession');
    write(deleteRow(TABLES.session, { hash: row.hash }, {}));
    return { nodes: { sessionId: id } };
  },
});

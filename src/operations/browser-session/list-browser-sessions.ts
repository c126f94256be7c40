import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { browserSessionReader } from '#store/read/browser-sessions.ts';
import { ownAccount } from '../common/ram-resources.ts';

/** Most sessions of one answer. GraphQL has pages. */
const MAX_SESSIONS = 1_000;

export const listBrowserSessions = accountOperation({
  name: 'ListBrowserSessions',
  service: 'ram',
  summary:
    'Returns the browser sessions of the account that have neither expired nor been ended, newest first; also those whose access key was disabled or whose API token was deleted meanwhile, which are refused.',
  effect: 'read',
  on: ownAccount,
  graphqlOnly: 'RAM has no such operation.',
  input: z.strictObject({}),
  output: z.object({ sessions: z.array(z.object({ sessionId: z.string() })) }),
  async handler({ call, now }) {
    const { accountId } = call.principal;
    const { sessionList } = browserSessionReader(call.services.db, accountId, () => now);
    const sessions = await sessionList.byId({ isDescending: true, take: MAX_SESSIONS });
    return { sessions: sessions.map(({ id }) => ({ sessionId: id })), nodes: { sessions } };
  },
});

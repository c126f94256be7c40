import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { browserSessionReader } from '#store/read/browser-sessions.ts';
import { ownAccount } from '../common/ram-resources.ts';

export const listSignInLinks = accountOperation({
  name: 'ListSignInLinks',
  service: 'ram',
  summary:
    'Returns the sign-in links of the account that can still be used, newest first, without their tokens: at most 1,000.',
  effect: 'read',
  on: ownAccount,
  graphqlOnly: 'RAM has no such operation.',
  input: z.strictObject({}),
  output: z.object({ signInLinks: z.array(z.object({ linkId: z.string() })) }),
  async handler({ call, now }) {
    const { accountId } = call.principal;
    const { signInLinks } = browserSessionReader(call.services.db, accountId, () => now);
    const links = await signInLinks();
    return { signInLinks: links.map(({ id }) => ({ linkId: id })), nodes: { links } };
  },
});

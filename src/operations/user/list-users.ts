import { z } from 'zod';
import { integer } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { MAX_ITEMS, marked, markedPage } from '../common/marked-page.ts';
import { marker } from '../common/ram-fields.ts';
import { anyUser } from '../common/ram-resources.ts';
import { userView, viewUser } from '../common/user-view.ts';

export const listUsers = accountOperation({
  name: 'ListUsers',
  service: 'ram',
  summary: 'Returns the users of the account, sorted by name.',
  effect: 'read',
  on: anyUser,
  input: z.strictObject({ marker, maxItems: integer(1, MAX_ITEMS).default(100) }),
  output: z.object({ users: z.object({ user: z.array(userView) }), ...markedPage }),
  async handler({ call }, input) {
    const { accountId } = call.principal;
    const { rows, ...page } = await marked(input, ({ after, take }) =>
      call.services.db.user.findMany({
        where: { accountId, ...(after !== undefined && { name: { gt: after } }) },
        orderBy: { name: 'asc' },
        take,
      }),
    );
    return { users: { user: rows.map(viewUser) }, ...page };
  },
});

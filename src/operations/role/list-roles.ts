import { z } from 'zod';
import { integer } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { MAX_ITEMS, marked, markedPage } from '../common/marked-page.ts';
import { marker } from '../common/ram-fields.ts';
import { anyRole } from '../common/ram-resources.ts';
import { roleView, viewRole } from '../common/role-view.ts';

export const listRoles = accountOperation({
  name: 'ListRoles',
  service: 'ram',
  summary: 'Returns the roles of the account, sorted by name.',
  effect: 'read',
  on: anyRole,
  input: z.strictObject({ marker, maxItems: integer(1, MAX_ITEMS).default(100) }),
  unsupportedParameters: ['Tag.1.Key'],
  output: z.object({ roles: z.object({ role: z.array(roleView) }), ...markedPage }),
  async handler({ call }, input) {
    const { accountId } = call.principal;
    const { rows, ...page } = await marked(input, ({ after, take }) =>
      call.services.db.role.findMany({
        where: { accountId, ...(after !== undefined && { name: { gt: after } }) },
        orderBy: { name: 'asc' },
        take,
      }),
    );
    return { roles: { role: rows.map(viewRole) }, ...page };
  },
});

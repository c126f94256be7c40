import { z } from 'zod';
import { integer, pageNumber } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { aliasPage, listAliasPage } from '../common/aliases.ts';

export const listAliases = accountOperation({
  name: 'ListAliases',
  summary: 'Returns the aliases of the account, oldest first.',
  effect: 'read',
  // This list alone takes a page of none.
  input: z.strictObject({ pageNumber, pageSize: integer(0, 100).default(10) }),
  output: aliasPage,
  handler: (context, { pageNumber, pageSize }) =>
    listAliasPage(context, undefined, pageNumber, pageSize),
});

import { z } from 'zod';
import { integer, pageNumber } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { aliasPage, listAliasPage } from '../common/aliases.ts';
import { aliasContainer } from '../common/resources.ts';

export const listAliases = accountOperation({
  name: 'ListAliases',
  summary: 'Returns the aliases of the account, oldest first.',
  effect: 'read',
  on: aliasContainer,
  // Only this list accepts a page size of 0.
  input: z.strictObject({ pageNumber, pageSize: integer(0, 100).default(10) }),
  output: aliasPage,
  handler: (context, { pageNumber, pageSize }) =>
    listAliasPage(context, undefined, pageNumber, pageSize),
});

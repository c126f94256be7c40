import { z } from 'zod';
import { keyReference, pageNumber, pageSize } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { aliasPage, listAliasPage } from '../common/aliases.ts';

export const listAliasesByKeyId = keyOperation({
  name: 'ListAliasesByKeyId',
  summary: 'Returns the aliases of one key, oldest first.',
  effect: 'read',
  key: { accepts: ['id'] },
  input: z.strictObject({ keyId: keyReference, pageNumber, pageSize }),
  output: aliasPage,
  handler: (context, { pageNumber, pageSize }) =>
    listAliasPage(context, context.key.id, pageNumber, pageSize),
});

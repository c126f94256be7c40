import { z } from 'zod';
import { aliasName } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import { locateById } from '#store/read/locate.ts';
import { TABLES } from '#store/tables.ts';
import { checkReserved, findAlias } from '../common/aliases.ts';

export const deleteAlias = accountOperation({
  name: 'DeleteAlias',
  summary: 'Takes an alias away. The key that it named stays.',
  effect: 'write',
  input: z.strictObject({ aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler(context, { aliasName }) {
    checkReserved(context, aliasName);
    const { call, now, write } = context;
    const alias = await findAlias(context, aliasName);
    const { accountId, name, keyId } = alias;
    write(deleteRow(TABLES.alias, { accountId, name }, { keyId }));
    const { db, region } = call.services;
    const key = await locateById(db, { accountId, region, now }, keyId);
    return key ? { key } : {};
  },
});

import { z } from 'zod';
import { aliasName } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { locateById } from '#store/read/locate.ts';
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
    const { call, now, changeAlias } = context;
    const alias = await findAlias(context, aliasName);
    changeAlias({ ...alias, from: alias.keyId, to: null });
    const { db, region } = call.services;
    const key = await locateById(db, { accountId: alias.accountId, region, now }, alias.keyId);
    return key ? { key } : {};
  },
});

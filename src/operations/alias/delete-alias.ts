import { z } from 'zod';
import { locateById } from '#store/locate.ts';
import { aliasName } from '../fields.ts';
import { accountOperation } from '../operation.ts';
import { checkReserved, findAlias } from './aliases.ts';

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

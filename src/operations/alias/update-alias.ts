import { z } from 'zod';
import { aliasName, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { checkReserved, checkRoom, findAlias, keyOf } from '../common/aliases.ts';

export const updateAlias = keyOperation({
  name: 'UpdateAlias',
  summary:
    'Moves an alias to another key. Requests that name the key by the alias then use the other key.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'state' },
  input: z.strictObject({ keyId: keyReference, aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler(context, { aliasName }) {
    checkReserved(context, aliasName);
    const { key, rely, changeAlias } = context;
    const alias = await findAlias(context, aliasName);
    if (alias.keyId === key.id) return { nodes: { alias, previousKey: key } };
    const previousKey = await keyOf(context, alias);
    await checkRoom(context, key.id);
    changeAlias({ ...alias, from: alias.keyId, to: key.id });
    rely(key);
    return { nodes: { alias: { ...alias, keyId: key.id }, previousKey } };
  },
});

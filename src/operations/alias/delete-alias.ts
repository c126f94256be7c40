import { z } from 'zod';
import { aliasName } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { aliasText, removeWords } from '#store/writes/key-words.ts';
import { checkReserved, findAlias, keyOf } from '../common/aliases.ts';
import { namedAlias } from '../common/resources.ts';

export const deleteAlias = accountOperation({
  name: 'DeleteAlias',
  summary: 'Deletes an alias. The key that it names is kept.',
  effect: 'write',
  on: namedAlias,
  input: z.strictObject({ aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler(context, { aliasName }) {
    checkReserved(context, aliasName);
    await context.authorizeKey({ names: 'alias', name: aliasName, owner: null });
    const alias = await findAlias(context, aliasName);
    const { accountId, name, keyId } = alias;
    context.write(
      deleteRow(TABLES.alias, { accountId, name }, { keyId }),
      ...removeWords(aliasText(alias)),
    );
    const key = await keyOf(context, alias);
    return { ...(key && { key }), nodes: { alias } };
  },
});

import { z } from 'zod';
import { aliasName, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { addWords, aliasText, removeWords } from '#store/writes/key-words.ts';
import { checkReserved, checkRoom, findAlias, keyOf, roomForAlias } from '../common/aliases.ts';
import { namedAlias } from '../common/resources.ts';

export const updateAlias = keyOperation({
  name: 'UpdateAlias',
  summary:
    'Moves an alias to another key. Requests that name the key by the alias then use the other key.',
  effect: 'write',
  on: namedAlias,
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'state' },
  input: z.strictObject({ keyId: keyReference, aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler(context, { aliasName }) {
    checkReserved(context, aliasName);
    await context.authorizeKey({ names: 'alias', name: aliasName, owner: null }); // callers that use it lose its key
    const { key, write } = context;
    const alias = await findAlias(context, aliasName);
    const { accountId, name, keyId } = alias;
    if (keyId !== key.id) await checkRoom(context, key.id);
    const previousKey = keyId === key.id ? key : await keyOf(context, alias);
    const moved = { ...alias, keyId: key.id };
    write(
      updateRow(TABLES.alias, { accountId, name }, { keyId: key.id }, { keyId }),
      ...removeWords(aliasText(alias)),
      ...addWords(aliasText(moved)),
      roomForAlias(key.id),
    );
    return { nodes: { alias: moved, previousKey } };
  },
});

import { z } from 'zod';
import { aliasName, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { checkReserved, checkRoom, findAlias, roomForAlias } from '../common/aliases.ts';

export const updateAlias = keyOperation({
  name: 'UpdateAlias',
  summary:
    'Moves an alias to another key. Whoever calls the key by it uses the new one from then on.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'state' },
  input: z.strictObject({ keyId: keyReference, aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler(context, { aliasName }) {
    checkReserved(context, aliasName);
    const { key, write } = context;
    const alias = await findAlias(context, aliasName);
    const { accountId, name, keyId } = alias;
    if (keyId !== key.id) await checkRoom(context, key.id);
    write(
      updateRow(TABLES.alias, { accountId, name }, { keyId: key.id }, { keyId }),
      roomForAlias(key.id),
    );
    return {};
  },
});

import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { aliasName, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { insertUnique, updateRow } from '#store/commit/write-set.ts';
import { locateById } from '#store/read/locate.ts';
import { TABLES } from '#store/tables.ts';
import { addWords, aliasText, removeWords } from '#store/writes/key-words.ts';
import { checkReserved, checkRoom, roomForAlias } from '../common/aliases.ts';
import { namedAlias } from '../common/resources.ts';
import { roomFor } from '../common/room.ts';

class AliasExistsError extends KmsError {
  constructor() {
    super(
      'AliasAlreadyExists',
      'AliasName Already Exists. Move it to another key with UpdateAlias.',
    );
  }
}

export const createAlias = keyOperation({
  name: 'CreateAlias',
  summary: 'Creates an alias of a key. A key has at most 300 aliases.',
  effect: 'write',
  on: namedAlias,
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference, aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler(context, { aliasName: name }) {
    const { call, key, now, write } = context;
    checkReserved({ call }, name);
    const { accountId } = key;
    const { db, lookups, region } = call.services;
    const taken = await db.alias.findUnique({ where: { accountId_name: { accountId, name } } });
    if (taken && (await locateById(lookups, { accountId, region, now }, taken.keyId)))
      throw new AliasExistsError();
    await checkRoom({ call }, key.id);
    const alias = { id: uuidv7(), accountId, name, keyId: key.id, createdAt: now };
    // An alias of a destroyed key whose row was not swept yet is replaced. It gets a new id, so lists show it as the newest.
    write(
      taken
        ? updateRow(TABLES.alias, { accountId, name }, alias, { keyId: taken.keyId })
        : insertUnique(TABLES.alias, alias, ['accountId', 'name']),
      ...(taken ? removeWords(aliasText(taken)) : []),
      ...addWords(aliasText(alias)),
      roomForAlias(key.id),
      ...(await roomFor(context, 'aliases')),
    );
    return { nodes: { alias } };
  },
});

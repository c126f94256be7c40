import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { aliasName, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { locateById } from '#store/read/locate.ts';
import { checkReserved, checkRoom } from '../common/aliases.ts';

class AliasExistsError extends KmsError {
  constructor() {
    super('AliasAlreadyExists', 'AliasName Already Exists. UpdateAlias moves it to another key.');
  }
}

export const createAlias = keyOperation({
  name: 'CreateAlias',
  summary: 'Creates an alias of a key. A key has at most 300 aliases.',
  effect: 'write',
  key: { accepts: ['id'], states: ['Enabled', 'Disabled', 'PendingImport'], refusal: 'transition' },
  input: z.strictObject({ keyId: keyReference, aliasName }),
  output: z.object({}),
  audit: ['aliasName'],
  async handler({ call, key, now, insert, rely, changeAlias }, { aliasName: name }) {
    checkReserved({ call }, name);
    const { accountId } = key;
    const { db, region } = call.services;
    const taken = await db.alias.findUnique({ where: { accountId_name: { accountId, name } } });
    if (taken && (await locateById(db, { accountId, region, now }, taken.keyId)))
      throw new AliasExistsError();
    await checkRoom({ call }, key.id);
    const anew = { id: uuidv7(), createdAt: now };
    // What still names a key that is destroyed, and not swept away yet, makes room. Lists give it its place as a new one.
    const alias = { ...anew, accountId, name, keyId: key.id };
    if (taken) changeAlias({ ...taken, from: taken.keyId, to: key.id, anew });
    else insert('alias', alias);
    rely(key);
    return { nodes: { alias } };
  },
});

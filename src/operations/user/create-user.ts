import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { insertOwner } from '#integrity/owner-writes.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { TABLES } from '#store/tables.ts';
import { checkName, name } from '../common/ram-fields.ts';
import { namedUser } from '../common/ram-resources.ts';
import { roomIn } from '../common/room.ts';
import { userDetails, userView, viewUser } from '../common/user-view.ts';

const exists = () =>
  new KmsError(
    'EntityAlreadyExists.User',
    'The user already exists. Use another name, or UpdateUser to change it.',
  );
const tooMany = (max: number) =>
  new KmsError('LimitExceeded.User', `An account has at most ${max} users. Delete one.`);

export const createUser = accountOperation({
  name: 'CreateUser',
  service: 'ram',
  summary:
    'Creates a user: a person or a program. It may do nothing until a policy is attached to it, and needs an access key to call.',
  effect: 'write',
  on: namedUser,
  input: z.strictObject({
    userName: name,
    displayName: userDetails.displayName.default(''),
    mobilePhone: userDetails.mobilePhone.default(''),
    email: userDetails.email.default(''),
    comments: userDetails.comments.default(''),
  }),
  output: z.object({ user: userView }),
  audit: ['userName'],
  async handler({ call, now, write }, { userName, ...details }) {
    checkName('User', 'userName', userName);
    const { accountId } = call.principal;
    const { db, keyring, limits } = call.services;
    if (await db.user.findUnique({ where: { accountId_name: { accountId, name: userName } } }))
      throw exists();
    if ((await db.user.count({ where: { accountId } })) >= limits.users)
      throw tooMany(limits.users);
    const unsealed = { mac: new Uint8Array(), rootKeyId: '' };
    const row = {
      id: uuidv7(),
      accountId,
      name: userName,
      ...details,
      createdAt: now,
      updatedAt: now,
      ...unsealed,
    };
    write(
      ...insertOwner(keyring, { type: 'user', row, accessKeys: [], attachments: [] }, exists),
      ...roomIn(accountId, TABLES.user, limits.users),
    );
    return { user: viewUser(row), nodes: { user: row } };
  },
});

import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { insertOwner } from '#integrity/owner-writes.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { TABLES } from '#store/tables.ts';
import { checkName, name } from '../common/ram-fields.ts';
import { namedRole } from '../common/ram-resources.ts';
import {
  checkTrustPolicy,
  DEFAULT_SESSION_SECONDS,
  roleDetails,
  roleView,
  viewRole,
} from '../common/role-view.ts';
import { roomIn } from '../common/room.ts';

const exists = () =>
  new KmsError(
    'EntityAlreadyExists.Role',
    'The role already exists. Use another name, or UpdateRole to change it.',
  );
const tooMany = (max: number) =>
  new KmsError('LimitExceeded.Role', `An account has at most ${max} roles. Delete one.`);

export const createRole = accountOperation({
  name: 'CreateRole',
  service: 'ram',
  summary:
    'Creates a role: permissions that users and other roles can take on for a time, by AssumeRole. Its trust policy says who. It may do nothing until a policy is attached to it.',
  effect: 'write',
  on: namedRole,
  input: z.strictObject({
    roleName: name,
    assumeRolePolicyDocument: roleDetails.assumeRolePolicyDocument,
    maxSessionDuration: roleDetails.maxSessionDuration.default(DEFAULT_SESSION_SECONDS),
    description: roleDetails.description.default(''),
  }),
  unsupportedParameters: ['Tag.1.Key'],
  output: z.object({ role: roleView }),
  audit: ['roleName', 'maxSessionDuration'],
  async handler({ call, now, write }, input) {
    const { roleName, assumeRolePolicyDocument, maxSessionDuration, description } = input;
    checkName('Role', 'roleName', roleName);
    checkTrustPolicy('assumeRolePolicyDocument', assumeRolePolicyDocument);
    const { accountId } = call.principal;
    const { db, keyring, limits } = call.services;
    if (await db.role.findUnique({ where: { accountId_name: { accountId, name: roleName } } }))
      throw exists();
    if ((await db.role.count({ where: { accountId } })) >= limits.roles)
      throw tooMany(limits.roles);
    const row = {
      id: uuidv7(),
      accountId,
      name: roleName,
      description,
      trustPolicy: assumeRolePolicyDocument,
      maxSessionDurationSeconds: maxSessionDuration,
      createdAt: now,
      updatedAt: now,
      mac: new Uint8Array(), // insertOwner computes it
      rootKeyId: '',
    };
    write(
      ...insertOwner(keyring, { type: 'role', row, accessKeys: [], attachments: [] }, exists),
      ...roomIn(accountId, TABLES.role, limits.roles),
    );
    return { role: viewRole(row), nodes: { role: row } };
  },
});

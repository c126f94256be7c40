import { z } from 'zod';
import { roleArn } from '#domain/arn.ts';
import type { Call } from '#pipeline/call.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { readPolicy } from '../common/policies.ts';
import { policyType } from '../common/policy-fields.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

const user = z.object({
  userId: z.string(),
  userName: z.string(),
  displayName: z.string(),
  attachDate: z.date(),
});
const role = z.object({
  roleId: z.string(),
  roleName: z.string(),
  arn: z.string(),
  description: z.string(),
  attachDate: z.date(),
});
/** There are no groups here, but clients read the list. */
const group = z.object({ groupName: z.string() });

export const listEntitiesForPolicy = accountOperation({
  name: 'ListEntitiesForPolicy',
  service: 'ram',
  summary: 'Returns the users and roles to which a policy is attached, sorted by name.',
  effect: 'read',
  on: namedPolicy,
  input: z.strictObject({ policyType, policyName: name }),
  output: z.object({
    groups: z.object({ group: z.array(group) }),
    users: z.object({ user: z.array(user) }),
    roles: z.object({ role: z.array(role) }),
  }),
  async handler({ call }, { policyType, policyName }) {
    await readPolicy(call, policyType, policyName); // it exists
    const { users, roles } = await entitiesOf(call, policyType, policyName);
    return { groups: { group: [] }, users: { user: users }, roles: { role: roles } };
  },
});

async function entitiesOf(call: Call, policyType: string, policyName: string) {
  const { db } = call.services;
  const { accountId } = call.principal;
  const attached = await db.attachment.findMany({ where: { accountId, policyType, policyName } });
  const dates = new Map(attached.map(({ principalId, attachedAt }) => [principalId, attachedAt]));
  const where = { accountId, id: { in: [...dates.keys()] } };
  const orderBy = { name: 'asc' } as const;
  const [users, roles] = await Promise.all([
    db.user.findMany({ where, orderBy }),
    db.role.findMany({ where, orderBy }),
  ]);
  const attachDate = (id: string) => dates.get(id) ?? new Date(0);
  return {
    users: users.map(({ id, name: userName, displayName }) => ({
      userId: id,
      userName,
      displayName,
      attachDate: attachDate(id),
    })),
    roles: roles.map(({ id, name: roleName, description }) => ({
      roleId: id,
      roleName,
      arn: roleArn(accountId, roleName),
      description,
      attachDate: attachDate(id),
    })),
  };
}

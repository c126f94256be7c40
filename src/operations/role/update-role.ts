import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { replaceOwner, requireRole } from '../common/owners.ts';
import { name } from '../common/ram-fields.ts';
import { namedRole } from '../common/ram-resources.ts';
import { checkTrustPolicy, roleDetails, roleView, viewRole } from '../common/role-view.ts';

export const updateRole = accountOperation({
  name: 'UpdateRole',
  service: 'ram',
  summary:
    'Changes the trust policy or the details of a role. Fields that are not given stay as they are. Sessions that were made before stay valid.',
  effect: 'write',
  on: namedRole,
  input: z.strictObject({
    roleName: name,
    newAssumeRolePolicyDocument: roleDetails.assumeRolePolicyDocument.optional(),
    newMaxSessionDuration: roleDetails.maxSessionDuration.optional(),
    newDescription: roleDetails.description.optional(),
  }),
  output: z.object({ role: roleView }),
  audit: ['roleName', 'newMaxSessionDuration'],
  async handler(context, input) {
    const { roleName, newAssumeRolePolicyDocument, newMaxSessionDuration, newDescription } = input;
    if (newAssumeRolePolicyDocument !== undefined)
      checkTrustPolicy('newAssumeRolePolicyDocument', newAssumeRolePolicyDocument);
    const role = await requireRole(context.call, roleName);
    const { row } = role;
    const next = {
      ...row,
      trustPolicy: newAssumeRolePolicyDocument ?? row.trustPolicy,
      maxSessionDurationSeconds: newMaxSessionDuration ?? row.maxSessionDurationSeconds,
      description: newDescription ?? row.description,
      updatedAt: context.now,
    };
    replaceOwner(context, role, { ...role, row: next });
    return { role: viewRole(next), nodes: { role: next } };
  },
});

import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { deletePolicyRows } from '#integrity/policies.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { requirePolicy } from '../common/policies.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

export const deletePolicy = accountOperation({
  name: 'DeletePolicy',
  service: 'ram',
  summary: 'Deletes a custom policy that is attached to nobody and has only its default version.',
  effect: 'write',
  on: namedPolicy,
  input: z.strictObject({ policyName: name }),
  unsupportedParameters: ['CascadingDelete'],
  output: z.object({}),
  audit: ['policyName'],
  async handler({ call, write }, { policyName }) {
    const policy = await requirePolicy(call, policyName);
    const { id: policyId, accountId } = policy.row;
    // An attachment that is added later changes the policy's row, and this delete conflicts with it.
    const where = { accountId, policyId };
    const attached = await call.services.db.attachment.findMany({ where });
    if (attached.some(({ principalType }) => principalType === 'user'))
      throw new KmsError(
        'DeleteConflict.Policy.User',
        'The policy is attached to users. Detach it from them first.',
      );
    if (attached.length > 0)
      throw new KmsError(
        'DeleteConflict.Policy.Role',
        'The policy is attached to roles. Detach it from them first.',
      );
    if (policy.versions.length > 1)
      throw new KmsError(
        'DeleteConflict.Policy.Version',
        'The policy has several versions. Delete the others first.',
      );
    write(...deletePolicyRows(policy));
    return { nodes: { row: policy.row } };
  },
});

import { z } from 'zod';
import { systemPolicy } from '#domain/policy/system-policies.ts';
import type { Call } from '#pipeline/call.ts';
import { POLICY_TYPES, type PolicyType, versionIdOf } from './policy-fields.ts';
import { type AnyPolicy, ofRow, ofSystem } from './policy-view.ts';

/** The policies of a user or a role, as RAM's API shows them. */
export const attachedPolicies = z.object({
  policy: z.array(
    z.object({
      policyName: z.string(),
      policyType: z.enum(POLICY_TYPES),
      description: z.string(),
      defaultVersion: z.string(),
      attachDate: z.date(),
    }),
  ),
});

/** Reads the policies of a user or a role: first the system policies, then the custom ones, each sorted by name. */
export async function readAttached(
  { services: { db }, principal: { accountId } }: Call,
  principalId: string,
): Promise<z.input<typeof attachedPolicies>> {
  const attached = await db.attachment.findMany({
    where: { accountId, principalId },
    orderBy: [{ policyType: 'desc' }, { policyName: 'asc' }],
  });
  const ids = attached.flatMap(({ policyId }) => policyId ?? []);
  const rows = await db.policy.findMany({ where: { accountId, id: { in: ids } } });
  const custom = new Map(rows.map((row) => [row.id, ofRow(row)]));
  const policyOf = (id: string | null, name: string): AnyPolicy | undefined => {
    if (id !== null) return custom.get(id);
    const policy = systemPolicy(name);
    return policy && ofSystem(policy);
  };
  const policy = attached.map(({ policyType, policyName, policyId, attachedAt }) => {
    const found = policyOf(policyId, policyName); // none: its row was deleted outside this service
    return {
      policyName,
      policyType: policyType as PolicyType,
      description: found?.description ?? '',
      defaultVersion: found ? versionIdOf(found.defaultVersion) : '',
      attachDate: attachedAt,
    };
  });
  return { policy };
}

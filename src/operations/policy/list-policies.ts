import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import type { Call } from '#pipeline/call.ts';
import { integer } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { type Part, partByName } from '#store/read/part.ts';
import { MAX_ITEMS, marked, markedPage } from '../common/marked-page.ts';
import { policyType } from '../common/policy-fields.ts';
import { type PolicyPlace, parsePlace, readPolicies, writePlace } from '../common/policy-list.ts';
import { policyView, viewPolicy } from '../common/policy-view.ts';
import { marker } from '../common/ram-fields.ts';
import { anyPolicy } from '../common/ram-resources.ts';

export const listPolicies = accountOperation({
  name: 'ListPolicies',
  service: 'ram',
  summary:
    'Returns the system policies and then the custom policies of the account, or those of one type, sorted by name.',
  effect: 'read',
  on: anyPolicy,
  input: z.strictObject({
    policyType: policyType.optional(),
    marker,
    maxItems: integer(1, MAX_ITEMS).default(100),
  }),
  unsupportedParameters: ['Tag.1.Key'],
  output: z.object({ policies: z.object({ policy: z.array(policyView) }), ...markedPage }),
  async handler({ call }, { policyType, ...input }) {
    const { db } = call.services;
    const { accountId } = call.principal;
    const readCustom = (part: Part) => db.policy.findMany(partByName({ accountId }, part));
    const { rows, ...page } = await marked(input, async ({ after, take }) => {
      const part = { after: placeOf(after), isDescending: false, take };
      const policies = await readPolicies(readCustom, policyType, part);
      return policies.map((policy) => ({ name: writePlace(policy), policy }));
    });
    const counts = await systemCounts(call);
    const policy = rows.map((row) => viewPolicy(row.policy, counts.get(row.policy.name)));
    return { policies: { policy }, ...page };
  },
});

/** The place that a marker names. @throws InvalidParameterError */
function placeOf(after: string | undefined): PolicyPlace | undefined {
  if (after === undefined) return undefined;
  const place = parsePlace(after);
  if (!place)
    throw new InvalidParameterError('marker', 'Use a marker that this operation returned.');
  return place;
}

/** How often each system policy is attached in the account. */
async function systemCounts({ services: { db }, principal: { accountId } }: Call) {
  const where = { accountId, policyType: 'System' };
  const counts = await db.attachment.groupBy({ by: 'policyName', where, _count: true });
  return new Map(counts.map(({ policyName, _count }) => [policyName, _count]));
}

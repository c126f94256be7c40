import {
  countSystem,
  type PolicyPlace,
  parsePlace,
  readPolicies,
  writePlace,
} from '#operations/common/policy-list.ts';
import type { AnyPolicy } from '#operations/common/policy-view.ts';
import { getPolicy } from '#operations/policy/get-policy.ts';
import { listPolicies } from '#operations/policy/list-policies.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { describes } from '../../describes.ts';
import type { Order } from '../../orders.ts';
import { countAll, PAGES, pageCost, readConnection } from '../../paging.ts';
import { perform } from '../../perform.ts';
import { Policy, PolicyType } from './policy.ts';

builder.queryField('policy', (t) =>
  t.field({
    ...describes(getPolicy),
    type: Policy,
    args: {
      policyType: t.arg({ type: PolicyType, required: true, description: 'Type of the policy.' }),
      policyName: t.arg.string({ required: true, description: 'Name of the policy.' }),
    },
    resolve: async (_root, input, call) => (await perform(getPolicy, call, input)).nodes.policy,
  }),
);

const ORDER: Order<PolicyPlace, PolicyPlace> = {
  kind: 'policy',
  placeOf: (policy) => policy,
  write: writePlace,
  parse: parsePlace,
};

builder.queryField('policies', (t) =>
  t.connection(
    {
      type: Policy,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listPolicies.summary} ${PAGES} Needs the permission \`ram:ListPolicies\`.`,
      complexity: pageCost,
      args: {
        policyType: t.arg({ type: PolicyType, description: 'Type of the policies. Absent: both.' }),
      },
      resolve: (_root, { policyType, ...args }, call, info) => {
        const { byName, count } = call.read(listPolicies).policyList;
        const type = policyType ?? undefined;
        return readConnection<AnyPolicy, PolicyPlace>(args, {
          order: ORDER,
          read: (part) => readPolicies(byName, type, part),
          count: async () =>
            countSystem(type) +
            (type === 'System' ? 0 : await countOnce(call, info, ['policies'], count)),
        });
      },
    },
    {
      name: 'PolicyConnection',
      description: 'Page of policies.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'Number of policies on all pages. Counted only if selected, once per query.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'PolicyEdge', description: 'Policy with its cursor.' },
  ),
);

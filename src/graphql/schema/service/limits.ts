import type { LimitUse, QuotaUse } from '#operations/common/service-limits.ts';
import { builder } from '../../builder.ts';

export const Quota = builder.objectRef<QuotaUse>('Quota').implement({
  description: 'Number of requests that the account can make in a pool of operations.',
  fields: (t) => ({
    pool: t.exposeString('pool', {
      description: 'Name of the pool, such as `cryptography`, as KEYWRIGHT_QUOTAS has it.',
    }),
    requestsPerSecond: t.exposeFloat('requestsPerSecond', {
      nullable: true,
      description:
        'Requests a second that the process which answers allows the account. 0.5 is one request in 2 seconds. Null: any number.',
    }),
    used: t.exposeInt('used', {
      nullable: true,
      description:
        'Requests of the account that this process has counted in the running window, which is a second long, or longer for a quota below 1. Null without a quota.',
    }),
  }),
});

export const ResourceLimit = builder.objectRef<LimitUse>('ResourceLimit').implement({
  description: 'Number of things of one kind that the account can have.',
  fields: (t) => ({
    name: t.exposeString('resource', {
      description:
        'What is limited: `keys`, `aliases`, `versions` (of all keys together), `users`, `roles`, `policies` (custom ones) or `tokens` (API tokens).',
    }),
    maximum: t.exposeInt('maximum', { nullable: true, description: 'Limit. Null: any number.' }),
    count: t.int({
      nullable: true,
      description:
        'Number that the account has. Counted only if selected. Null for aliases and versions without a limit, which can be very many.',
      complexity: { field: 10, multiplier: 1 },
      resolve: ({ count }) => count(),
    }),
  }),
});

import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { wholeAccount } from '../common/resources.ts';
import { limitsOf } from '../common/service-limits.ts';

export const describeService = accountOperation({
  name: 'DescribeService',
  summary:
    'Returns what an operator wants to know of the service: its version, its health, and what the account may use of it.',
  effect: 'read',
  graphqlOnly:
    'The cloud has an old operation of this name, which newer SDKs do not have, with another answer.',
  on: wholeAccount,
  input: z.strictObject({}),
  output: z.object({}),
  async handler({ call, now }) {
    const { services, principal } = call;
    const { accountId } = principal;
    const [facts, deployment] = await Promise.all([
      services.describeService(),
      services.db.deployment.findFirst({ select: { accountId: true } }),
    ]);
    // Other accounts are tenants: how many servers, root keys and values there are is not theirs to know.
    const isOperator = deployment?.accountId === accountId;
    return { nodes: { facts, isOperator, ...limitsOf(services, accountId, now) } };
  },
});

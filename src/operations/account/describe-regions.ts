import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';

export const describeRegions = accountOperation({
  name: 'DescribeRegions',
  summary: 'Returns the regions of the service: only that of this server.',
  effect: 'read',
  needsPermission: false,
  input: z.strictObject({}),
  output: z.object({ regions: z.object({ region: z.array(z.object({ regionId: z.string() })) }) }),
  handler: ({ call }) => ({ regions: { region: [{ regionId: call.services.region }] } }),
});

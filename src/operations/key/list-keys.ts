import { z } from 'zod';
import { keyArn } from '#domain/arn.ts';
import { pageNumber, pageSize } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { readKeyPage } from '#store/read/list-keys.ts';
import { keyFilters } from '../common/key-filters.ts';
import { keyContainer } from '../common/resources.ts';

export const listKeys = accountOperation({
  name: 'ListKeys',
  summary: 'Returns the keys of the account, oldest first.',
  effect: 'read',
  on: keyContainer,
  input: z.strictObject({ pageNumber, pageSize, filters: keyFilters.default([]) }),
  output: z.object({
    keys: z.object({ key: z.array(z.object({ keyId: z.string(), keyArn: z.string() })) }),
    pageNumber: z.int(),
    pageSize: z.int(),
    totalCount: z.int(),
  }),
  async handler({ call, now }, { pageNumber, pageSize, filters }) {
    const { accountId } = call.principal;
    const { keys, totalCount } = await readKeyPage(call.services, accountId, filters, now, {
      pageNumber,
      pageSize,
    });
    const key = keys.map(({ id }) => ({
      keyId: id,
      keyArn: keyArn(call.services.region, accountId, id),
    }));
    return { keys: { key }, pageNumber, pageSize, totalCount };
  },
});

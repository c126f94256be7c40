import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import {
  DELETION_PROTECTIONS,
  deletionProtectionOf,
  describeRow,
  keyMetadata,
} from '../common/key-metadata.ts';

export const describeKey = keyOperation({
  name: 'DescribeKey',
  summary: 'Returns one key.',
  effect: 'read',
  key: { accepts: ['id', 'alias', 'arn'] },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({
    keyMetadata: keyMetadata.extend({
      deletionProtection: z.enum(DELETION_PROTECTIONS),
      deletionProtectionDescription: z.string().optional(),
    }),
  }),
  handler: ({ call, key }) => ({
    keyMetadata: {
      ...describeRow(key, call.services.region),
      deletionProtection: deletionProtectionOf(key),
      deletionProtectionDescription: key.deletionProtectionDescription || undefined,
    },
  }),
});

import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { keyReference, oneOf } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

export const POLICY_NAMES = ['default'] as const;

/** Keys have no policies here. Terraform looks after each read, and goes on when it is told so in these words. */
export const getKeyPolicy = keyOperation({
  name: 'GetKeyPolicy',
  summary:
    'Returns the policy of a key. Not supported: returns `Forbidden.ResourceNotFound`, because keys have no policies.',
  effect: 'read',
  key: { accepts: ['id', 'arn'] },
  rpcOnly: 'Keys have no policies: there is nothing to show.',
  input: z.strictObject({
    keyId: keyReference,
    policyName: oneOf(POLICY_NAMES).default('default'),
  }),
  output: z.object({}),
  handler() {
    throw new KmsError('Forbidden.ResourceNotFound', 'Policy not found.');
  },
});

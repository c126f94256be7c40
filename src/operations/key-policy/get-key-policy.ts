import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { keyReference, oneOf } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';

/** The only policy name of the API. */
export const POLICY_NAMES = ['default'] as const;

/** Keys have no policies here. Terraform reads the policy of each key, and accepts this code and message. */
export const getKeyPolicy = keyOperation({
  name: 'GetKeyPolicy',
  summary: 'Says that a key has no policy of its own: what is allowed, the access key says.',
  effect: 'read',
  key: { accepts: ['id', 'arn'] },
  rpcOnly: 'Keys have no policies.',
  input: z.strictObject({
    keyId: keyReference,
    policyName: oneOf(POLICY_NAMES).default('default'),
  }),
  output: z.object({}),
  handler() {
    throw new KmsError('Forbidden.ResourceNotFound', 'Policy not found.');
  },
});

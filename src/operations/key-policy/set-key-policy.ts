import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { keyReference, oneOf, text } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { POLICY_NAMES } from './get-key-policy.ts';

/** Refused, not stored: a policy that denies and is not obeyed would deceive whoever wrote it. */
export const setKeyPolicy = keyOperation({
  name: 'SetKeyPolicy',
  summary: 'Sets the policy of a key. Not supported: returns `Forbidden.KeyPolicyUnSupported`.',
  effect: 'write',
  key: {
    accepts: ['id', 'arn'],
    states: ['Enabled', 'Disabled', 'PendingImport'],
    refusal: 'state',
  },
  rpcOnly: 'Keys have no policies: it would always refuse.',
  input: z.strictObject({
    keyId: keyReference,
    policy: text(32_768),
    policyName: oneOf(POLICY_NAMES).default('default'),
  }),
  output: z.object({}),
  handler() {
    throw new KmsError(
      'Forbidden.KeyPolicyUnSupported',
      'Key policies are not supported. Give access keys a list of what they may do.',
    );
  },
});

import { z } from 'zod';
import { POLICY_SURFACES } from '#domain/policy/condition-keys.ts';
import { flag, oneOf, text, time } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { sizedList } from '#pipeline/sizes.ts';
import { judge } from '../common/judge.ts';
import { anyPolicy } from '../common/ram-resources.ts';

/** Longest ARN: that of a key with the longest alias, and room for wildcards. */
const MAX_ARN_CHARACTERS = 1_024;
const MAX_PAIRS = 20;
const MAX_VALUE_CHARACTERS = 1_024;
const pairs = sizedList(
  z
    .array(z.strictObject({ name: text(128, 1), value: text(MAX_VALUE_CHARACTERS) }))
    .max(MAX_PAIRS, { error: `Give at most ${MAX_PAIRS} pairs.` }),
  2 * MAX_PAIRS,
  MAX_PAIRS * MAX_VALUE_CHARACTERS,
);

export const whatIf = accountOperation({
  name: 'WhatIf',
  service: 'ram',
  summary:
    'Returns whether a user, a role or the root identity could do something, and the statements of policies that decide. Nothing is done.',
  effect: 'read',
  audited: true,
  permission: 'GetPolicy',
  graphqlOnly: 'The API of Alibaba Cloud has no such operation.',
  on: anyPolicy,
  input: z.strictObject({
    principal: text(MAX_ARN_CHARACTERS, 1),
    action: text(128, 1),
    resource: text(MAX_ARN_CHARACTERS, 1),
    sourceIp: text(64).optional(),
    secureTransport: flag.default(false),
    currentTime: time.optional(),
    surface: oneOf(POLICY_SURFACES).default('graphql'),
    keySpec: text(64).optional(),
    tags: pairs.optional(),
    encryptionContext: pairs.default([]),
  }),
  output: z.object({
    decision: z.enum(['Allow', 'ExplicitDeny', 'ImplicitDeny']),
    statements: z.array(
      z.object({
        policyType: z.enum(['Custom', 'System', 'KeyPolicy']),
        policyName: z.string(),
        statementIndex: z.int(),
        sid: z.string().nullable(),
        effect: z.enum(['Allow', 'Deny']),
      }),
    ),
    isKeyPolicyIncluded: z.boolean(),
  }),
  audit: ['principal', 'action', 'resource'],
  handler: ({ call, now }, input) => judge(call, now, input),
});

import type { Decision } from '#domain/policy/evaluate.ts';
import type { Judgement } from '#operations/common/judge.ts';
import { whatIf } from '#operations/what-if/what-if.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { perform } from '../perform.ts';

/** A judgement costs as much as a page of rows. */
const COST = 20;

const PolicyDecision = builder.enumType('PolicyDecision', {
  description: 'What policies say about a request.',
  values: {
    Allow: { description: 'A statement allows it, and none denies it.' },
    ExplicitDeny: { description: 'A statement denies it.' },
    ImplicitDeny: { description: 'No statement allows it.' },
  } satisfies Record<Decision, object>,
});

const DecidingStatement = builder
  .objectRef<{
    readonly policyType: string;
    readonly policyName: string;
    readonly statementIndex: number;
    readonly sid: string | null;
    readonly effect: string;
  }>('DecidingStatement')
  .implement({
    description: 'Statement of a policy that matches a request.',
    fields: (t) => ({
      policyType: t.exposeString('policyType', {
        description: '`Custom`, `System`, or `KeyPolicy` for the policy of the key.',
      }),
      policyName: t.exposeString('policyName', {
        description: 'Name, which for a key policy is `default`.',
      }),
      statementIndex: t.exposeInt('statementIndex', {
        description: 'Place of the statement in the policy, from 0.',
      }),
      sid: t.exposeString('sid', { nullable: true, description: 'Id of the statement, if any.' }),
      effect: t.exposeString('effect', { description: '`Allow` or `Deny`.' }),
    }),
  });

const WhatIf = builder.objectRef<Judgement>('WhatIf').implement({
  description: 'What policies say about a request that was not made.',
  fields: (t) => ({
    decision: t.expose('decision', {
      type: PolicyDecision,
      description: 'Whether the request would be allowed.',
    }),
    statements: t.expose('statements', {
      type: [DecidingStatement],
      description:
        'The statements that decide. Those of the key policy need the permission `kms:GetKeyPolicy`; without it the key policy is not asked.',
    }),
    isKeyPolicyIncluded: t.exposeBoolean('isKeyPolicyIncluded', {
      description: 'Whether the key has a policy of its own and the caller may read it.',
    }),
  }),
});

const NamedValueInput = builder.inputType('NamedValueInput', {
  description: 'Name and value.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name: 1 to 128 characters.' }),
    value: t.string({ required: true, description: 'Value: up to 1,024 characters.' }),
  }),
});

const WhatIfContextInput = builder.inputType('WhatIfContextInput', {
  description: 'Circumstances of the request, which conditions of policies read.',
  fields: (t) => ({
    sourceIp: t.string({ description: 'IP address of the client (`acs:SourceIp`).' }),
    secureTransport: t.boolean({
      description: 'Whether the client uses TLS (`acs:SecureTransport`). Default: false.',
    }),
    currentTime: t.field({
      type: 'DateTime',
      description: 'Time of the request (`acs:CurrentTime`). Default: now.',
    }),
    surface: t.string({
      description: '`graphql` (default), `rpc` or `command` (`kms:Surface`).',
    }),
    keySpec: t.string({
      description:
        'Spec of the key (`kms:KeySpec`). Default: that of the key, if the caller may list its tags.',
    }),
    tags: t.field({
      type: [NamedValueInput],
      description:
        'Tags of the key (`kms:tag/<tag key>`), up to 20. Default: those of the key, if the caller may list them.',
    }),
    encryptionContext: t.field({
      type: [NamedValueInput],
      description: 'Encryption context (`kms:EncryptionContext/<name>`), up to 20 pairs.',
    }),
  }),
});

builder.queryField('whatIf', (t) =>
  t.field({
    ...describes(whatIf),
    type: WhatIf,
    complexity: { field: COST, multiplier: 1 },
    args: {
      principal: t.arg.string({
        required: true,
        description:
          'ARN of a user, a role or the root identity of the account: `acs:ram::<account id>:user/<name>`, `…:role/<name>` or `…:root`.',
      }),
      action: t.arg.string({ required: true, description: 'Permission, such as `kms:Encrypt`.' }),
      resource: t.arg.string({
        required: true,
        description: 'ARN of what the request is about, such as that of a key.',
      }),
      context: t.arg({ type: WhatIfContextInput, description: 'Circumstances of the request.' }),
    },
    resolve: async (_root, { context, ...question }, call) =>
      perform(whatIf, call, { ...question, ...context } as Parameters<
        typeof perform<typeof whatIf>
      >[2]),
  }),
);

import type { CompiledPolicy } from '#domain/policy/compiled-policy.ts';
import type { ConditionValues } from '#domain/policy/condition-keys.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import type { PolicyKind } from '#domain/policy/policy-kinds.ts';
import type { PolicyRequest } from '#domain/policy/policy-request.ts';
import type { Subject } from '#domain/policy/subject.ts';
import type { NaiveFacts } from './naive-policy.ts';

export const OWNER = '1000000000000001';
export const OTHER = '2000000000000002';
export const KEY = `acs:kms:cn-hangzhou:${OWNER}:key/k1`;

export const CONDITIONS: ConditionValues = {
  sourceIp: '192.0.2.7',
  secureTransport: true,
  currentTime: new Date('2026-03-01T12:00:00Z'),
  mfaPresent: false,
  surface: 'rpc',
};

export const request = (
  action: string,
  resource: string = KEY,
  conditions: Partial<ConditionValues> = {},
): PolicyRequest => ({ action, resource, conditions: { ...CONDITIONS, ...conditions } });

/** A request of the engine with the facts of the naive evaluator. */
export const requestOf = ({
  action,
  resource,
  tags,
  encryptionContext,
  surface,
  ...rest
}: NaiveFacts): PolicyRequest => ({
  action,
  resource,
  conditions: {
    ...rest,
    surface: surface as ConditionValues['surface'],
    tags: new Map(Object.entries(tags)),
    encryptionContext: Object.entries(encryptionContext),
  },
});

/** A policy of some statements. */
export const policyOf = (kind: PolicyKind, ...statements: object[]): CompiledPolicy =>
  parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), kind);

export const identityPolicy = (
  Effect: 'Allow' | 'Deny',
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: object,
): CompiledPolicy =>
  policyOf('identity', { Effect, Action, Resource, ...(Condition && { Condition }) });

export const keyPolicy = (
  Effect: 'Allow' | 'Deny',
  principals: string | string[],
  Action: string | string[] = 'kms:*',
): CompiledPolicy =>
  policyOf('key', { Effect, Principal: { RAM: principals }, Action, Resource: '*' });

export const subject = (
  type: Subject['type'],
  accountId: string,
  name: string,
  ...policies: CompiledPolicy[]
): Subject => ({
  accountId,
  type,
  name,
  arn: type === 'account' ? `acs:ram::${accountId}:root` : `acs:ram::${accountId}:${type}/${name}`,
  policies,
});

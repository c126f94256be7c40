import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { PolicyError } from '#domain/policy/policy-error.ts';
import type { PolicyKind } from '#domain/policy/policy-kinds.ts';

/** The error of an invalid policy. */
export function errorOf(text: string, kind: PolicyKind = 'identity'): PolicyError {
  try {
    parsePolicy(text, kind);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}
/** A policy of statements that are given as JSON. */
export const policy = (...statements: string[]) =>
  `{"Version":"1","Statement":[${statements.join(',')}]}`;
/** What every statement of an identity policy needs. */
export const REST = '"Effect":"Allow","Action":"kms:*","Resource":"*"';
/** An identity policy with a condition. */
export const condition = (text: string) => policy(`{${REST},"Condition":${text}}`);
/** A key policy with a principal. */
export const key = (principal: string, rest = '"Action":"kms:*","Resource":"*"') =>
  policy(`{"Effect":"Allow","Principal":${principal},${rest}}`);
/** A principal. */
export const ME = '{"RAM":"acs:ram::1:root"}';

/** The first statement. */
export const AT = 'Statement[0]';
/** Its condition. */
export const IN_CONDITION = `${AT}.Condition`;

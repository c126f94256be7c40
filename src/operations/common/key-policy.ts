import { accountArn } from '#domain/arn.ts';
import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import type { CompiledPolicy } from '#domain/policy/compiled-policy.ts';
import { locksOut } from '#domain/policy/key-policy.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { PolicyError } from '#domain/policy/policy-error.ts';
import type { PolicyKind } from '#domain/policy/policy-kinds.ts';
import { text } from '#pipeline/fields.ts';
import type { KeyRow } from '#pipeline/operation.ts';

/** Of a key policy, in bytes and in characters. */
const MAX_KEY_POLICY = 32_768;

/** A key policy, as JSON. */
export const keyPolicy = text(MAX_KEY_POLICY, 1);

/** The name that every key policy has. */
export const POLICY_NAME = 'default';
/** The name of a key policy. Any other than `default` names none. */
export const policyName = text(128).default(POLICY_NAME);

/** @throws KmsError `Forbidden.ResourceNotFound` for another name than `default` */
export function checkPolicyName(name: string): void {
  if (name !== POLICY_NAME)
    throw new KmsError('Forbidden.ResourceNotFound', 'Policy not found. Its name is default.');
}

/** Parses a policy of the input. @throws InvalidParameterError, which says what is wrong, and where */
export function parsePolicyField(
  document: string,
  kind: PolicyKind,
  field: string,
): CompiledPolicy {
  try {
    return parsePolicy(document, kind);
  } catch (error) {
    if (error instanceof PolicyError) throw new InvalidParameterError(field, error.message);
    throw error;
  }
}

/** The error for a key policy after which only the root identity could change it. */
export const lockOut = (): InvalidParameterError =>
  new InvalidParameterError(
    'policy',
    'It would leave nobody but the root identity of the account able to change the key policy. Except a user or role from its Deny.',
  );

/** Checks the policy of a new key. @throws InvalidParameterError */
export function checkNewKeyPolicy(document: string, ownerId: string, allowLockout: boolean): void {
  const policy = parsePolicyField(document, 'key', 'policy');
  if (!allowLockout && locksOut(policy, ownerId)) throw lockOut();
}

/** The policy that a key has as long as none is set: it names the account, whose own policies decide about users and roles. */
const defaultPolicy = (accountId: string): string =>
  JSON.stringify({
    Statement: [
      {
        Action: ['kms:*'],
        Effect: 'Allow',
        Principal: { RAM: [accountArn(accountId).replace(/root$/, '*')] },
        Resource: ['*'],
        Sid: 'kms default key policy',
      },
    ],
    Version: '1',
  });

/** The text of a key's policy. */
export const policyTextOf = ({ policy, accountId }: Pick<KeyRow, 'policy' | 'accountId'>): string =>
  policy ?? defaultPolicy(accountId);

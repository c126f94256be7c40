import { FieldError, MalformedPolicyError } from '#domain/errors.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { PolicyError } from '#domain/policy/policy-error.ts';
import { fitsKind, POLICY_KINDS } from '#domain/policy/policy-kinds.ts';
import { oneOf, text } from '#pipeline/fields.ts';

/** Who makes a policy: everybody has the system policies and nobody can change them; an account has custom ones. */
export const POLICY_TYPES = ['System', 'Custom'] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

/** The type of a policy. */
export const policyType = oneOf(POLICY_TYPES);

const MAX_DOCUMENT = POLICY_KINDS.identity.maxLength;
/** Longer than a valid document, so that the error can say which rule it breaks. */
export const policyDocument = text(4 * MAX_DOCUMENT);

/** The id of a version, such as `v1`: any text, because an id that none can have names nothing. */
export const versionId = text(64, 1);

/**
 * Checks the document of a policy for users and roles.
 * @throws FieldError `InvalidParameter.PolicyDocument.Length`
 * @throws MalformedPolicyError, which says what is wrong, and where
 */
export function checkPolicyDocument(document: string): void {
  if (document === '' || !fitsKind(document, 'identity'))
    throw new FieldError(
      'InvalidParameter.PolicyDocument.Length',
      'policyDocument',
      (name) =>
        `The specified parameter ${name} is not valid. Use 1 to ${MAX_DOCUMENT} characters.`,
    );
  try {
    parsePolicy(document, 'identity');
  } catch (error) {
    if (error instanceof PolicyError) throw new MalformedPolicyError('policyDocument', error);
    throw error;
  }
}

/** The id of a version of this number. */
export const versionIdOf = (number: number): string => `v${number}`;

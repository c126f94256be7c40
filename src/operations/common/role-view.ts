import { z } from 'zod';
import { roleArn } from '#domain/arn.ts';
import { FieldError, KmsError } from '#domain/errors.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { PolicyError } from '#domain/policy/policy-error.ts';
import { fitsKind, POLICY_KINDS } from '#domain/policy/policy-kinds.ts';
import { integer, text } from '#pipeline/fields.ts';
import type { Rows } from '#store/tables.ts';
import { longText } from './ram-fields.ts';

/** The row of a role, for GraphQL. */
export type RoleRow = Rows['role'];

/** Twice the limit, so that a trust policy that is a little too long gets the error that says so. */
const MAX_READ_CHARACTERS = 2 * POLICY_KINDS.trust.maxLength;

/** The shortest and the longest `MaxSessionDuration`, in seconds. */
const [MIN_SECONDS, MAX_SECONDS] = [3_600, 43_200];

/** What a caller can say about a role, beside its name. */
export const roleDetails = {
  assumeRolePolicyDocument: text(MAX_READ_CHARACTERS, 1),
  maxSessionDuration: integer(MIN_SECONDS, MAX_SECONDS),
  description: longText,
};

/** The longest session of a role whose creator gives no other limit, in seconds. */
export const DEFAULT_SESSION_SECONDS = MIN_SECONDS;

/**
 * Checks a trust policy.
 * @param field its name in the input
 * @throws FieldError `InvalidParameter.PolicyDocument.Length`; KmsError `MalformedPolicyDocument`, with the place
 */
export function checkTrustPolicy(field: string, document: string): void {
  if (!fitsKind(document, 'trust'))
    throw new FieldError(
      'InvalidParameter.PolicyDocument.Length',
      field,
      (name) =>
        `The specified parameter ${name} is not valid. Use at most ${POLICY_KINDS.trust.maxLength} characters.`,
    );
  try {
    parsePolicy(document, 'trust');
  } catch (error) {
    if (error instanceof PolicyError) throw new KmsError('MalformedPolicyDocument', error.message);
    throw error;
  }
}

/** A role as RAM's API shows it. */
export const roleView = z.object({
  roleId: z.string(),
  roleName: z.string(),
  arn: z.string(),
  description: z.string(),
  assumeRolePolicyDocument: z.string(),
  maxSessionDuration: z.number(),
  createDate: z.date(),
  updateDate: z.date(),
});

/** A row as it is shown. */
export const viewRole = (row: RoleRow): z.input<typeof roleView> => ({
  roleId: row.id,
  roleName: row.name,
  arn: roleArn(row.accountId, row.name),
  description: row.description,
  assumeRolePolicyDocument: row.trustPolicy,
  maxSessionDuration: row.maxSessionDurationSeconds,
  createDate: row.createdAt,
  updateDate: row.updatedAt,
});

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { FieldError, KmsError } from '#domain/errors.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { PolicyError } from '#domain/policy/policy-error.ts';
import { fitsKind } from '#domain/policy/policy-kinds.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { MAX_CHAIN_SESSIONS } from '#domain/security-token.ts';

/** The shortest session, in seconds. */
export const MIN_SESSION_SECONDS = 900;

/** The credentials of a session as STS's API shows them. */
export const sessionCredentials = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  securityToken: z.string(),
  expiration: z.date(),
});

/** Generates the id of a session: `STS.` and 24 upper-case hexadecimal digits. */
export const makeSessionId = (): string => `STS.${randomBytes(12).toString('hex').toUpperCase()}`;

/** Generates the secret of a session, of 256 bits: 43 characters of base64url. */
export const makeSessionSecret = (): SecretBytes =>
  SecretBytes.ofText(randomBytes(32).toString('base64url'), 'session secret');

const ROLE_ARN = /^acs:ram::(\d{1,20}):role\/([A-Za-z0-9-]{1,64})$/;

/** The account and the name of a role. @throws FieldError `InvalidParameter.RoleArn` */
export function parseRoleArn(arn: string): { readonly accountId: string; readonly name: string } {
  const [isArn, accountId = '', name = ''] = ROLE_ARN.exec(arn) ?? [];
  if (isArn) return { accountId, name };
  throw new FieldError(
    'InvalidParameter.RoleArn',
    'roleArn',
    (field) =>
      `The specified parameter ${field} is not valid. Use acs:ram::<account id>:role/<role name>.`,
  );
}

const SESSION_NAME = /^[A-Za-z0-9.@_-]{2,64}$/;

/** @throws FieldError `InvalidParameter.RoleSessionName` */
export function checkSessionName(name: string): void {
  if (!SESSION_NAME.test(name))
    throw new FieldError(
      'InvalidParameter.RoleSessionName',
      'roleSessionName',
      (field) =>
        `The specified parameter ${field} is not valid. Use 2 to 64 letters, digits, \`.\`, \`@\`, \`-\` and \`_\`.`,
    );
}

/** The error for a duration that is too short or too long. */
export const wrongDuration = (maxSeconds: number): FieldError =>
  new FieldError(
    'InvalidParameter.DurationSeconds',
    'durationSeconds',
    (field) =>
      `The Min/Max value of ${field} is ${MIN_SESSION_SECONDS}/${maxSeconds} seconds, by the role's MaxSessionDuration.`,
  );

/** The error for a session policy that is too long, on its own or together with those of the sessions that led to it. */
export const policyTooLong = (): KmsError =>
  new KmsError(
    'InvalidParameter.PolicySize',
    'The session policy is too long. Use at most 2,048 characters; less for a session that a session makes.',
  );

/** The error for a session of a session of a session, and so on. */
export const chainTooLong = (): KmsError =>
  new KmsError(
    'NoPermission',
    `At most ${MAX_CHAIN_SESSIONS} sessions can make one another. Assume the role as a user.`,
  );

/** Checks a session policy. @throws KmsError `InvalidParameter.PolicySize`, `InvalidParameter.PolicyGrammar`, with the place */
export function checkSessionPolicy(document: string): void {
  if (!fitsKind(document, 'session')) throw policyTooLong();
  try {
    parsePolicy(document, 'session');
  } catch (error) {
    if (error instanceof PolicyError)
      throw new KmsError('InvalidParameter.PolicyGrammar', error.message);
    throw error;
  }
}

import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/principal.ts';
import { toSecond } from '#domain/time.ts';

/** Why each of these cannot make another credential: that one would live longer, or allow more. */
const REFUSALS: Partial<Record<Principal['credential']['type'], string>> = {
  RoleSession: 'A session of a role cannot create credentials: they would outlive it.',
  ApiToken: 'An API token cannot create credentials: they would outlive it.',
  OpenIdConnect:
    'Who signed in by OpenID Connect cannot create credentials: they would outlive the sign-in.',
};

/**
 * Checks that the caller's credential can make one that ends at this time. Only access keys can, also by a browser session
 * that was opened with one, and the operator. One that expires makes only credentials that expire no later.
 * @param expiresAt of the new credential; absent: it does not expire
 * @throws KmsError `NoPermission`; InvalidParameterError for `expirationDate`
 */
export function checkNewCredential(
  { credential }: Principal,
  expiresAt: Date | undefined,
  now: Date,
): void {
  const refusal = REFUSALS[credential.type];
  if (refusal) throw new KmsError('NoPermission', `${refusal} Use an access key.`);
  if (expiresAt && expiresAt <= now)
    throw new InvalidParameterError('expirationDate', 'Give a time in the future.');
  const { expiresAt: end } = credential;
  if (end && (!expiresAt || expiresAt > end))
    throw new InvalidParameterError(
      'expirationDate',
      `The access key of this request expires. Give a time no later than ${toSecond(end)}.`,
    );
}

/**
 * Checks that the caller's credential can enable one that is disabled, which is as if it made it.
 * @param expiresAt null: it does not expire
 * @throws KmsError `NoPermission`
 */
export function checkEnabling({ credential }: Principal, expiresAt: Date | null): void {
  const { type, expiresAt: end } = credential;
  if (REFUSALS[type] || (end && (!expiresAt || expiresAt > end)))
    throw new KmsError(
      'NoPermission',
      'This credential cannot enable an access key that ends later than itself. Use an access key that does not expire.',
    );
}

/** Checks that the caller's credential can assume a role. @throws KmsError `NoPermission` */
export function checkAssuming({ credential: { type } }: Principal): void {
  if (type === 'ApiToken' || type === 'OpenIdConnect')
    throw new KmsError(
      'NoPermission',
      'Only access keys and sessions of roles can assume roles: a session would outlive another credential.',
    );
}

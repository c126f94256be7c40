// The permissions of access keys in releases before there were policies: texts such as `kms:Encrypt`. A `*` at the end
// matched any ending; everything else was compared exactly, also upper and lower case.

/** The permissions of an access key. A text that no release has written permits nothing, as it did. */
export function readPermissions(allowedActions: string): readonly string[] {
  try {
    const permissions: unknown = JSON.parse(allowedActions);
    return Array.isArray(permissions) ? permissions.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** Whether the permissions are for everything, as those of the first access key: `kms:*`, or less before the `*`. */
export const permitEverything = (permissions: readonly string[]): boolean =>
  permissions.some((one) => one.endsWith('*') && 'kms:'.startsWith(one.slice(0, -1)));

/**
 * A name of an operation, or its beginning with a `*`. Policies ignore case and know more wildcards, so others would
 * permit more than they did, which was nothing.
 */
const PERMISSION = /^kms:(?:(?:[A-Z][a-z]+)+|(?:[A-Z][a-z]+)*[A-Z]?\*)$/;

/** An operation on two keys that was one permission, and is one on each key now. */
const SPLIT: Readonly<Record<string, readonly string[]>> = {
  'kms:ReEncrypt': ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
};

/** A policy that allows what the permissions did; undefined if that was nothing. */
export function policyFor(permissions: readonly string[]): string | undefined {
  const actions = permissions
    .filter((one) => PERMISSION.test(one))
    .flatMap((one) => SPLIT[one] ?? [one]);
  if (actions.length === 0) return undefined;
  const statement = { Effect: 'Allow', Action: [...new Set(actions)], Resource: '*' };
  return JSON.stringify({ Version: '1', Statement: [statement] });
}

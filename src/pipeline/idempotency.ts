import { createHash } from 'node:crypto';
import { IdempotentParameterMismatchError, KeyNotFoundError } from '#domain/errors.ts';
import { lengthPrefixed } from '#domain/length-prefixed.ts';
import type { Principal } from '#domain/policy.ts';
import { daysAfter } from '#domain/time.ts';
import type { Writes } from '#store/commit/writes.ts';
import { locateById, type Scope } from '#store/read/locate.ts';
import type { Reader } from '#store/store.ts';
import type { KeyRow } from '#store/tables.ts';
import type { AnyOperation } from './operation.ts';

/** How long a request may be sent again under its token. */
const TOKEN_DAYS = 1;

/** A token as it is to be stored: nothing but hashes, and the key is not known yet. */
export type ClientToken = Omit<NonNullable<Writes['clientToken']>, 'keyId'>;

const sha256 = (parts: readonly string[]): string =>
  createHash('sha256').update(lengthPrefixed(parts)).digest('base64url');

/**
 * What differs from the defaults, in one order: the same input has one spelling, whichever surface it came by, and also
 * where one of two replicas is a release ahead and knows more fields.
 */
function canonicalParts(
  { input: schema }: Pick<AnyOperation, 'input'>,
  input: Readonly<Record<string, unknown>>,
): string[] {
  const defaults: Readonly<Record<string, unknown>> = schema.safeParse({}).data ?? {};
  return Object.entries(input)
    .filter(([name, value]) => value !== undefined && value !== defaults[name])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [name, JSON.stringify(value)]);
}

/** The token of a request, if it brings one: each account, principal and operation has tokens of its own. */
export function clientTokenOf(
  operation: Pick<AnyOperation, 'name' | 'input'>,
  { accountId, accessKeyId }: Principal,
  { clientToken, ...input }: Readonly<Record<string, unknown>>,
  now: Date,
): ClientToken | undefined {
  if (typeof clientToken !== 'string') return undefined;
  return {
    id: sha256([accountId, accessKeyId, operation.name, clientToken]),
    accountId,
    inputDigest: sha256(canonicalParts(operation, input)),
    expiresAt: daysAfter(now, TOKEN_DAYS),
    takenAt: now,
  };
}

/**
 * The key that the first request under this token made, as it is now; null where this is the first.
 * @throws IdempotentParameterMismatchError for another input, KeyNotFoundError where the key is gone
 */
export async function findFirstKey(
  db: Reader,
  scope: Scope,
  { id, inputDigest, takenAt }: ClientToken,
): Promise<KeyRow | null> {
  const first = await db.clientToken.findUnique({ where: { id } });
  if (!first || first.expiresAt <= takenAt) return null;
  if (first.inputDigest !== inputDigest) throw new IdempotentParameterMismatchError();
  const key = await locateById(db, scope, first.keyId);
  if (!key) throw new KeyNotFoundError();
  return key;
}

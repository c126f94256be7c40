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

/** How long a request may be repeated with its client token. */
const TOKEN_DAYS = 1;

/** A client token as it is stored: only hashes, without the key that the request creates. */
export type ClientToken = Omit<NonNullable<Writes['clientToken']>, 'keyId'>;

const sha256 = (parts: readonly string[]): string =>
  createHash('sha256').update(lengthPrefixed(parts)).digest('base64url');

/**
 * The fields that differ from their defaults, sorted by name. Equal inputs give equal lists, on both surfaces, and also
 * when one of two replicas runs a newer release that has more fields.
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

/** The client token of a request; undefined if it has none. Tokens are separate for each account, access key and operation. */
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
 * Finds the key that the first request with this token created, as it is now; null if this is the first request.
 * @throws IdempotentParameterMismatchError if the inputs differ, KeyNotFoundError if the key was destroyed
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

import { IdempotentParameterMismatchError, KeyNotFoundError } from '#domain/errors.ts';
import { lengthPrefixed } from '#domain/length-prefixed.ts';
import { sha256 } from '#domain/sha256.ts';
import { daysAfter } from '#domain/time.ts';
import { insertUnique, updateRow, type Write } from '#store/commit/write-set.ts';
import { locateById } from '#store/read/locate.ts';
import { TABLES } from '#store/tables.ts';
import type { Answered, Attempt, ClientToken, ParsedInput } from './attempt.ts';
import type { AnyOperation } from './operation.ts';

/** How long a request may be repeated with its client token. */
const TOKEN_DAYS = 1;

const digest = (parts: readonly string[]): string =>
  sha256(lengthPrefixed(parts)).toString('base64url');

/**
 * The fields that differ from their defaults, sorted by name. Equal inputs give equal lists, on both
 * surfaces, and also when one of two replicas runs a newer release that has more fields.
 */
function canonicalFields({ input: schema }: AnyOperation, input: ParsedInput): string[] {
  const defaults: ParsedInput = schema.safeParse({}).data ?? {};
  return Object.entries(input)
    .filter(([name, value]) => value !== undefined && value !== defaults[name])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [name, JSON.stringify(value)]);
}

/** The client token of a request; undefined if it has none. Tokens are separate for each account, access key and operation. */
function clientTokenOf({ operation, call, input, now }: Attempt): ClientToken | undefined {
  const { idempotency } = operation;
  if (!idempotency) return undefined;
  const { clientToken, ...canonical } = idempotency.canonicalInput(input) as ParsedInput;
  if (typeof clientToken !== 'string') return undefined;
  const {
    accountId,
    credential: { id: accessKeyId },
  } = call.principal;
  return {
    id: digest([accountId, accessKeyId, operation.name, clientToken]),
    accountId,
    inputDigest: digest(canonicalFields(operation, canonical)),
    expiresAt: daysAfter(now, TOKEN_DAYS),
  };
}

/**
 * The answer to a request that was done before under the same client token, from the key that it made, as the key is now.
 * Undefined for a first request, whose token is then written with its answer, and for one without a token.
 * @throws IdempotentParameterMismatchError for another input, KeyNotFoundError where the key was destroyed
 */
export async function replay(attempt: Attempt): Promise<Answered | undefined> {
  const { operation, call, scope, now } = attempt;
  const row = clientTokenOf(attempt);
  if (!row || !operation.idempotency) return undefined;
  const { db, lookups } = call.services;
  const first = await db.clientToken.findUnique({ where: { id: row.id } });
  if (!first || first.expiresAt <= now) {
    attempt.tokens.push({ row, replaces: first?.expiresAt });
    return undefined;
  }
  if (first.inputDigest !== row.inputDigest) throw new IdempotentParameterMismatchError();
  const key = await locateById(lookups, scope, first.keyId);
  if (!key) throw new KeyNotFoundError();
  const { key: _row, ...answer } = operation.idempotency.replay({ call }, key);
  return { output: operation.output.parse(answer), key, isRepeated: true };
}

/** The row of the request's token, with the key that the request created. A token is valid for a day; then it can be used again. */
export const clientTokenWrites = ({ tokens }: Attempt, { key }: Answered): Write[] =>
  tokens.flatMap(({ row, replaces }) => {
    if (!key) return [];
    const token = { ...row, keyId: key.id };
    const { id, ...to } = token;
    return replaces
      ? updateRow(TABLES.clientToken, { id }, to, { expiresAt: replaces })
      : insertUnique(TABLES.clientToken, token, ['id']);
  });

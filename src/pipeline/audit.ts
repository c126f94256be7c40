import { canonicalContext, type EncryptionContext } from '#domain/encryption-context.ts';
import { isKeyReference } from '#domain/key-reference.ts';
import { sha256Text } from '#domain/sha256.ts';
import type { Insert } from '#store/commit/write-set.ts';
import { auditedCaller, insertAuditEvent } from '#store/writes/audit-event.ts';
import type { Answered, Attempt, InvolvedKey, ParsedInput } from './attempt.ts';
import type { AnyOperation } from './operation.ts';

/** What an operation that succeeded adds to its audit row. */
interface Done {
  readonly answer: Answered;
  /** The key version that was made or changed. */
  readonly keyVersionId: string | undefined;
}

/** The largest number that the column of durations takes: 36 minutes. */
const MAX_MICROSECONDS = 2 ** 31 - 1;

/**
 * The audit rows of an attempt: one in the account of the caller, and one in each other account whose key the caller was
 * allowed to use.
 * @param outcome `Done`, or the code of the error
 */
export function auditEntries(attempt: Attempt, outcome: string, done?: Done): Insert[] {
  const { call, involved } = attempt;
  const { accountId } = call.principal;
  // A key of another account does not exist for a caller who is not allowed to use it, nor for the readers of its audit.
  const known = involved.filter(
    ({ key, isPermitted }) => isPermitted || key.accountId === accountId,
  );
  const shared = sharedColumns(attempt, outcome);
  const rows = [insertAuditEvent({ ...shared, ...ownColumns(attempt, known, done) })];
  for (const { key } of known)
    if (key.accountId !== accountId) {
      const theirs = known.filter((one) => one.key.accountId === key.accountId);
      if (theirs[0]?.key === key)
        rows.push(insertAuditEvent({ ...shared, ...ownerColumns(theirs) }));
    }
  return rows;
}

/** What all rows of an attempt say. */
function sharedColumns(attempt: Attempt, outcome: string) {
  const { operation, call, input, now, begunAt, startedAt } = attempt;
  const { exportsTo } = operation;
  const ended = performance.now();
  return {
    ...auditedCaller(call.principal, call.client),
    requestId: call.requestId,
    surface: call.surface,
    operation: operation.name,
    outcome,
    createdAt: new Date(now.getTime() + ended - begunAt),
    durationMicroseconds: Math.min(Math.round((ended - startedAt) * 1_000), MAX_MICROSECONDS),
    targetFingerprint: exportsTo ? hexDigest(input[exportsTo] as Uint8Array) : null,
  };
}

/** What the row in the account of the caller says besides. */
function ownColumns(
  { operation, input, target }: Attempt,
  known: readonly InvolvedKey[],
  done?: Done,
) {
  const second = operation.key && known.length > 1 ? known.at(-1) : undefined;
  const ids = [
    ...known.map(({ key }) => key.id),
    ...(done?.answer.actedOn ?? []).map(({ id }) => id),
  ];
  const keyId = done ? keyOf(done.answer) : onlyOne(target ? known.slice(0, 1) : known)?.key.id;
  const subject = known.find(({ key }) => key.id === keyId);
  return {
    keyId: keyId ?? null,
    otherKeyIds: listOf(ids, keyId),
    keyVersionId: subject?.keyVersionId ?? done?.keyVersionId ?? null,
    contextDigest: digestOf(subject?.context),
    details: detailsOf(operation, input, second, done),
  };
}

/** The columns' `details`: the audited fields of input and answer, and the second key. */
function detailsOf(
  operation: AnyOperation,
  input: ParsedInput,
  second: InvolvedKey | undefined,
  done: Done | undefined,
): string {
  const details: Record<string, unknown> = {};
  for (const field of operation.audit ?? []) details[field] = input[field];
  if (done) Object.assign(details, operation.auditAnswer?.(done.answer.output));
  if (second) {
    details.secondKeyId = second.key.id;
    details.secondKeyVersionId = second.keyVersionId;
    details.secondContextDigest = digestOf(second.context) ?? undefined;
  }
  if (done?.answer.isRepeated) details.repeated = true;
  // JSON leaves out what is undefined. Only objects can be or contain names of keys, and a function
  // that looks at each value costs more than the rest.
  const hasObject = Object.values(details).some((value) => typeof value === 'object');
  return JSON.stringify(details, hasObject ? nameOfKey : undefined);
}

/** The id of a key, not its alias, which may be moved. */
const nameOfKey = (_field: string, value: unknown): unknown =>
  isKeyReference(value) ? value.name : value;

/** What the row in the account of the keys says besides: nothing of the caller's credential, input or other keys. */
function ownerColumns(theirs: readonly InvolvedKey[]) {
  const [first] = theirs;
  const keyId = first?.key.id;
  return {
    accountId: first?.key.accountId ?? '',
    accessKeyId: '',
    sessionId: null,
    keyId: keyId ?? null,
    otherKeyIds: listOf(
      theirs.map(({ key }) => key.id),
      keyId,
    ),
    keyVersionId: first?.keyVersionId ?? null,
    contextDigest: digestOf(first?.context),
  };
}

const onlyOne = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

const keyOf = ({ key, actedOn = [] }: Answered): string | undefined =>
  (key ?? onlyOne(actedOn))?.id;

const hexDigest = (bytes: Uint8Array): string => sha256Text(bytes, 'hex');

/** Null for no context, which an empty one equals. */
const digestOf = (context: EncryptionContext | undefined): string | null =>
  context && context.length > 0 ? hexDigest(canonicalContext(context)) : null;

/** The ids but one, each once, separated by commas; null if there are none. */
function listOf(ids: readonly string[], except: string | undefined): string | null {
  if (ids.length <= 1) return ids[0] === except ? null : (ids[0] ?? null);
  const others = new Set(ids);
  if (except !== undefined) others.delete(except);
  return others.size > 0 ? [...others].join(',') : null;
}

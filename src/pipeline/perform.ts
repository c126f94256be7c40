import type { z } from 'zod';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { ConflictError } from '#store/commit/write-set.ts';
import type { KeyRow } from '#store/tables.ts';
import { type Answered, begin, type ParsedInput } from './attempt.ts';
import { authorize } from './authorize.ts';
import { type Call, noteUse } from './call.ts';
import { commit } from './commit.ts';
import { isDryRun, toDryRunError } from './dry-run.ts';
import { replay } from './idempotency.ts';
import type {
  AccountOperation,
  AnyOperation,
  Declared,
  Effect,
  KeyOperation,
} from './operation.ts';
import { errorCodeOf } from './outcome.ts';
import { type Loose, parseInput } from './parse.ts';
import { refuse } from './refuse.ts';
import { admitTarget, run } from './run.ts';
import { takeQuota } from './take-quota.ts';

/**
 * After a conflict everything is loaded and checked again, so often in all. Of requests that change one key at the same
 * time one succeeds in each round, so fewer attempts would refuse what ordinary callers do.
 */
const MAX_ATTEMPTS = 10;

/** What a performed operation answers: its declared output, and the key or keys it acted on where it gives them. */
type Result<O extends z.ZodObject, R> = Declared<z.output<O>> &
  Pick<R, Extract<keyof R, 'key' | 'actedOn' | 'nodes'>>;

/**
 * Carries out an operation, always in this order: parse → quota → find the key in the caller's account →
 * authorize → admit → handler → filter the output → commit (changes, audit row, nonce) → answer.
 * Authorization precedes "not found" and "disabled", so a stranger learns nothing.
 * @throws KmsError; then nothing was written but the audit row of the refusal
 */
export async function perform<E extends Effect, I extends z.ZodObject, O extends z.ZodObject, R>(
  operation: KeyOperation<E, I, O, R>,
  call: Call,
  input: Loose<z.input<I>>,
): Promise<Declared<z.output<O>> & { readonly key: KeyRow } & Pick<R, Extract<keyof R, 'nodes'>>>;
export async function perform<E extends Effect, I extends z.ZodObject, O extends z.ZodObject, R>(
  operation: AccountOperation<E, I, O, R>,
  call: Call,
  input: Loose<z.input<I>>,
): Promise<Result<O, R>>;
export async function perform(
  operation: AnyOperation,
  call: Call,
  input: object,
): Promise<unknown> {
  const { output, key, actedOn, nodes } = await measured(operation, call, input);
  return { ...output, key, actedOn, nodes };
}

/** `perform` for a surface that has no types to offer: input as texts, answer as declared, without rows. */
export const performAny = async (
  operation: AnyOperation,
  call: Call,
  input: object,
): Promise<ParsedInput> => (await measured(operation, call, input)).output;

/** One attempt. Each step is a function of its own, and the commit is one of them. */
async function performOnce(
  operation: AnyOperation,
  call: Call,
  input: ParsedInput,
  startedAt: number,
  isLast: boolean,
): Promise<Answered> {
  const attempt = await begin(operation, call, input, startedAt);
  try {
    await authorize(attempt);
    const key = admitTarget(attempt);
    const answer = (await replay(attempt)) ?? (await run(attempt, key));
    return await commit(attempt, answer);
  } catch (error) {
    throw await refuse(attempt, error, isLast);
  }
}

async function performRepeatedly(
  operation: AnyOperation,
  call: Call,
  input: ParsedInput,
  startedAt: number,
): Promise<Answered> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      return await performOnce(operation, call, input, startedAt, attempt === MAX_ATTEMPTS);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  throw new ServiceUnavailableError();
}

/** Counts the operation and its duration, however it ends. */
async function measured(operation: AnyOperation, call: Call, input: object): Promise<Answered> {
  call.performed.push(operation.name);
  noteUse(call, operation);
  const started = performance.now();
  let code = 'Done';
  try {
    const parsed = parseInput(operation.input, input);
    // Before the attempt, so that a throttled request has no audit row: its commit would be the work that quotas prevent.
    takeQuota(call, operation);
    return await performRepeatedly(operation, call, parsed, started);
  } catch (cause) {
    const error = isDryRun(operation, input) ? toDryRunError(cause) : cause;
    code = errorCodeOf(error);
    throw error;
  } finally {
    const seconds = (performance.now() - started) / 1_000;
    call.services.meter.operation(call.surface, operation.name, code, seconds);
  }
}

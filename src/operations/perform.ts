import type { z } from 'zod';
import { NoPermissionError, ServiceUnavailableError } from '#domain/errors.ts';
import { isAllowed } from '#domain/policy.ts';
import { Raced, type Writes } from '#store/writes.ts';
import { admit, findKey, keyNameIn } from './admit.ts';
import { codeOf, commitAudited } from './audit.ts';
import type { Call } from './call.ts';
import { clientTokenOf, findFirstKey } from './client-token.ts';
import { openDraft } from './draft.ts';
import { DryRunOperationError, isDryRun, toldDry } from './dry-run.ts';
import type { AccountOperation, AnyOperation, Declared, Effect, KeyOperation, KeyRow, KeyRule } from './operation.ts';
import { type Loose, parseInput } from './parse.ts';

const ATTEMPTS = 3;

type Input = Record<string, unknown>;
interface Performed {
  readonly output: Input;
  readonly key: KeyRow | undefined;
}

/** What a performed operation answers: its declared output, and the key it acted on where there is one. */
type Result<O extends z.ZodObject, R> = Declared<z.output<O>> & (R extends { readonly key: KeyRow } ? { readonly key: KeyRow } : unknown);

/**
 * Carries out an operation, always in this order: parse → find the key in the caller's account → authorize →
 * admit → handler → filter the output → commit (changes, audit row, nonce) → answer. Authorization precedes
 * "not found" and "disabled", so a stranger learns nothing.
 * @throws KmsError; then nothing was written but the audit row of the refusal
 */
export async function perform<E extends Effect, I extends z.ZodObject, O extends z.ZodObject, R>(
  operation: KeyOperation<E, I, O, R>,
  call: Call,
  input: Loose<z.input<I>>,
): Promise<Declared<z.output<O>> & { readonly key: KeyRow }>;
export async function perform<E extends Effect, I extends z.ZodObject, O extends z.ZodObject, R>(
  operation: AccountOperation<E, I, O, R>,
  call: Call,
  input: Loose<z.input<I>>,
): Promise<Result<O, R>>;
export async function perform(operation: AnyOperation, call: Call, input: object): Promise<unknown> {
  const { output, key } = await performLogged(operation, call, input);
  return { ...output, key };
}

/** `perform` for a surface that has no types to offer: input as texts, answer as declared, without the key's row. */
export const performAny = async (operation: AnyOperation, call: Call, input: object): Promise<Input> =>
  (await performLogged(operation, call, input)).output;

async function performLogged(operation: AnyOperation, call: Call, input: object): Promise<Performed> {
  call.performed.push(operation.name);
  const started = performance.now();
  let code = 'Done';
  try {
    return await performRepeatedly(operation, call, parseInput(operation.input, input));
  } catch (error) {
    const told = isDryRun(input) ? toldDry(error) : error;
    code = codeOf(told);
    throw told;
  } finally {
    call.services.meter.operation(call.surface, operation.name, code, (performance.now() - started) / 1_000);
  }
}

async function performRepeatedly(operation: AnyOperation, call: Call, input: Input): Promise<Performed> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await performOnce(operation, call, input);
    } catch (error) {
      if (!(error instanceof Raced)) throw error;
    }
  }
  throw new ServiceUnavailableError();
}

async function performOnce(operation: AnyOperation, call: Call, input: Input): Promise<Performed> {
  const { services, principal } = call;
  const now = services.clock();
  const scope = { accountId: principal.accountId, region: services.region, now };
  const { draft, noted } = openDraft(now);
  const rule = operation.key;
  const name = rule && keyNameIn(rule, input);
  const found = name === undefined ? null : await findKey(services.db, scope, name);
  let secondKeyId: string | undefined;
  const record = (outcome: string, key: KeyRow | null | undefined, writes: Writes, repeated?: true) =>
    commitAudited(operation, call, now, { outcome, keyId: key?.id ?? null, secondKeyId, repeated, input }, writes);
  const admitSecond = async (second: KeyRule) => {
    const secondName = keyNameIn(second, input);
    const secondFound = await findKey(services.db, scope, secondName);
    secondKeyId = secondFound?.id;
    return draft.use(admit(second, secondName, secondFound));
  };
  try {
    if (operation.needsPermission !== false && !isAllowed(principal, operation.name)) throw new NoPermissionError(operation.name);
    const admitted = rule && name !== undefined ? admit(rule, name, found) : undefined;
    const { again } = operation;
    const token = again && clientTokenOf(operation, principal, again.spelledOut(input), now);
    const first = token && (await findFirstKey(services.db, scope, token));
    if (again && first) {
      await record('Done', first, {}, true);
      const { key, ...answer } = again.answer({ call }, first);
      return { output: operation.output.parse(answer), key };
    }
    if (operation.effect === 'use' && admitted) draft.use(admitted);
    const { key = admitted, ...answer } = await operation.handler({ ...draft, call, now, key: admitted, admit: admitSecond }, input);
    const output = operation.output.parse(answer);
    if (isDryRun(input)) throw new DryRunOperationError();
    await record('Done', key, { ...noted(), clientToken: token && key && { ...token, keyId: key.id } });
    return { output, key };
  } catch (error) {
    // What was unwrapped for a use that came too late must not wait in memory for the next.
    if (error instanceof Raced) services.materials.drop((noted().uses ?? []).map(({ keyId }) => keyId));
    if (!isSettled(error)) await record(codeOf(error), found, {});
    throw error;
  }
}

/** Errors of the commit itself: it has either been tried with its audit row, or is to be tried again. */
const isSettled = (error: unknown): boolean =>
  error instanceof Raced || error instanceof ServiceUnavailableError || codeOf(error) === 'SignatureNonceUsed';

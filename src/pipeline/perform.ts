import type { z } from 'zod';
import { ClientGoneError, NoPermissionError, ServiceUnavailableError } from '#domain/errors.ts';
import type { KeyReference } from '#domain/key-reference.ts';
import { isAllowed } from '#domain/policy.ts';
import { Raced, type Writes } from '#store/commit/writes.ts';
import { admit, findKey, keyNameIn } from './admit.ts';
import { codeOf, commitAudited } from './audit.ts';
import type { Call } from './call.ts';
import { openDraft } from './draft.ts';
import { DryRunOperationError, isDryRun, toldDry } from './dry-run.ts';
import { clientTokenOf, findFirstKey } from './idempotency.ts';
import type {
  AccountOperation,
  Answer,
  AnyOperation,
  Declared,
  Effect,
  KeyOperation,
  KeyRow,
  KeyRule,
} from './operation.ts';
import { type Loose, parseInput } from './parse.ts';

const ATTEMPTS = 3;

type Input = Record<string, unknown>;
interface Performed {
  readonly output: Input;
  readonly key: KeyRow | undefined;
  readonly actedOn?: readonly KeyRow[] | undefined;
  readonly nodes?: Answer<z.ZodObject>['nodes'];
}

/** What a performed operation answers: its declared output, and the key or keys it acted on where it gives them. */
type Result<O extends z.ZodObject, R> = Declared<z.output<O>> &
  Pick<R, Extract<keyof R, 'key' | 'actedOn'>>;

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
export async function perform(
  operation: AnyOperation,
  call: Call,
  input: object,
): Promise<unknown> {
  const { output, key, actedOn, nodes } = await performLogged(operation, call, input);
  return { ...output, key, actedOn, nodes };
}

/** `perform` for a surface that has no types to offer: input as texts, answer as declared, without the key's row. */
export const performAny = async (
  operation: AnyOperation,
  call: Call,
  input: object,
): Promise<Input> => (await performLogged(operation, call, input)).output;

async function performLogged(
  operation: AnyOperation,
  call: Call,
  input: object,
): Promise<Performed> {
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
    call.services.meter.operation(
      call.surface,
      operation.name,
      code,
      (performance.now() - started) / 1_000,
    );
  }
}

async function performRepeatedly(
  operation: AnyOperation,
  call: Call,
  input: Input,
): Promise<Performed> {
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
  const others: KeyRow[] = [];
  const record = (
    outcome: string,
    key: KeyRow | null | undefined,
    writes: Writes,
    repeated?: true,
  ) =>
    commitAudited(
      operation,
      call,
      now,
      { outcome, keyId: key?.id ?? null, secondKeyId: rule && others.at(-1)?.id, repeated, input },
      writes,
    );
  const admitOther = async (otherRule: KeyRule, reference?: KeyReference) => {
    const otherName = reference ?? keyNameIn(otherRule, input);
    const other = await findKey(services.db, scope, otherName);
    if (other) others.push(other);
    const admitted = admit(otherRule, otherName, other, scope);
    return operation.effect === 'use' ? draft.use(admitted) : admitted;
  };
  try {
    if (operation.needsPermission !== false && !isAllowed(principal, operation.name))
      throw new NoPermissionError(operation.name);
    const admitted = rule && name !== undefined ? admit(rule, name, found, scope) : undefined;
    const { again } = operation;
    const token = again && clientTokenOf(operation, principal, again.spelledOut(input), now);
    const first = token && (await findFirstKey(services.db, scope, token));
    if (again && first) {
      await record('Done', first, {}, true);
      const { key, ...answer } = again.answer({ call }, first);
      return { output: operation.output.parse(answer), key };
    }
    if (operation.effect === 'use' && admitted) draft.use(admitted);
    const {
      key = admitted,
      actedOn,
      nodes,
      ...answer
    } = await operation.handler({ ...draft, call, now, key: admitted, admit: admitOther }, input);
    const output = operation.output.parse(answer);
    if (isDryRun(input)) throw new DryRunOperationError();
    call.gone?.throwIfAborted();
    await record('Done', key ?? (actedOn?.length === 1 ? actedOn[0] : undefined), {
      ...noted(),
      clientToken: token && key && { ...token, keyId: key.id },
    });
    return { output, key, actedOn, nodes };
  } catch (error) {
    // What was unwrapped for a use that came too late must not wait in memory for the next.
    if (error instanceof Raced)
      services.materials.drop((noted().uses ?? []).map(({ keyId }) => keyId));
    if (!isSettled(error)) await record(codeOf(error), found, {});
    throw error;
  }
}

/** Errors of the commit itself: it has either been tried with its audit row, or is to be tried again. Who has gone leaves nothing. */
const isSettled = (error: unknown): boolean =>
  error instanceof Raced ||
  error instanceof ClientGoneError ||
  error instanceof ServiceUnavailableError ||
  codeOf(error) === 'SignatureNonceUsed';

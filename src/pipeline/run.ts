import { isKeyReference, type KeyReference } from '#domain/key-reference.ts';
import type { FoundKey } from '#store/tables.ts';
import { admit, type KeyName, keyNameIn } from './admit.ts';
import { type Answered, type Attempt, findOther, recordVersion } from './attempt.ts';
import { DryRunOperationError, isDryRun } from './dry-run.ts';
import { authorizeKey } from './key-access.ts';
import { actionOf, contextIn, type KeyRule, type UseMaterial } from './operation.ts';

/**
 * The key that the operation is on, if its rule admits it. What made it admissible becomes a
 * precondition of the commit. @throws the error that the rule asks for
 */
export function admitTarget(attempt: Attempt): FoundKey | undefined {
  const { operation, target, scope } = attempt;
  if (!operation.key || !target) return undefined;
  const key = admit(operation.key, target.name, target.found, scope);
  relyOn(attempt, target.name, key);
  return key;
}

/**
 * Runs the handler, and keeps of its answer what the record declares.
 * @throws what the handler throws; DryRunOperationError where a dry run would have worked
 */
export async function run(attempt: Attempt, target: FoundKey | undefined): Promise<Answered> {
  const { operation, call, input, now, writes } = attempt;
  if (target && operation.effect === 'use') writes.countUse(target);
  const { insert, write, change } = writes;
  const admitOther = (rule: KeyRule, reference?: KeyReference) =>
    admitAnother(attempt, rule, reference ?? keyNameIn(rule, input));
  const authorizeOther = async (name: KeyReference) => {
    const other = await findOther(attempt, name);
    const found = other?.key ?? null;
    await authorizeKey(call, now, { action: actionOf(operation), name, found });
    if (other) other.isPermitted = true;
  };
  const useMaterial: UseMaterial = ({ id: keyId, accountId }, keyVersionId, work) =>
    call.services.materials.use({ accountId, keyId, keyVersionId }, (material) => {
      if (material) recordVersion(attempt, keyId, keyVersionId);
      return work(material);
    });
  const context = {
    insert,
    write,
    change,
    call,
    useMaterial,
    now,
    key: target,
    admit: admitOther,
    authorizeKey: authorizeOther,
  };
  const { key = target, actedOn, nodes, ...answer } = await operation.handler(context, input);
  const output = operation.output.parse(answer);
  if (isDryRun(operation, input)) throw new DryRunOperationError();
  call.signal?.throwIfAborted();
  return { output, key, actedOn, nodes };
}

/** Finds, authorizes and admits another key, on the same terms as the target. */
async function admitAnother(attempt: Attempt, rule: KeyRule, name: KeyName): Promise<FoundKey> {
  const { operation, call, now, input } = attempt;
  const other = await findOther(attempt, name, rule);
  const found = other?.key ?? null;
  const action = rule.action ? `kms:${rule.action}` : actionOf(operation);
  const encryptionContext = contextIn(rule, input);
  await authorizeKey(call, now, { action, name, found, rule, encryptionContext });
  if (other) other.isPermitted = true;
  const key = admit(rule, name, found, attempt.scope);
  relyOn(attempt, name, key);
  if (operation.effect === 'use') attempt.writes.countUse(key);
  return key;
}

/** No handler has to remember it: what is used or changed was admitted in this state, by this alias. */
function relyOn({ operation, writes }: Attempt, name: KeyName, key: FoundKey): void {
  if (operation.effect === 'read') return;
  writes.requireState(key);
  if (isKeyReference(name) && name.names === 'alias') writes.requireAlias(name.name, key);
}

import { LRUCache } from 'lru-cache';
import type { CompiledPolicy } from '#domain/policy/compiled-policy.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { systemPolicy } from '#domain/policy/system-policies.ts';
import type { IdentityReader } from './identity-reader.ts';
import type { Owner } from './owners.ts';
import { documentOf, findPolicies, isPolicyAuthentic, type StoredPolicy } from './policies.ts';
import { readIntact } from './read-intact.ts';

/** Documents are compiled once, as long as they are used. */
const compiled = new LRUCache<string, CompiledPolicy>({ max: 2_000 });

/** A policy that is attached, with its name. */
export interface AttachedPolicy {
  readonly policyType: 'Custom' | 'System';
  readonly policyName: string;
  readonly policy: CompiledPolicy;
}

/** The policy of a stored document, which was checked when it was saved. */
function compile(document: string): CompiledPolicy {
  const policy = compiled.get(document) ?? parsePolicy(document, 'identity');
  compiled.set(document, policy);
  return policy;
}

/**
 * The policies that are attached to a user or role. Undefined if a row of one of them is missing or was altered: then
 * nobody knows what the principal may do, and everything is denied.
 * @param known intact policies that were read before
 * @throws ServiceUnavailableError
 */
export async function policiesOf(
  reader: IdentityReader,
  { attachments }: Owner,
  known: ReadonlyMap<string, StoredPolicy> = new Map(),
): Promise<readonly AttachedPolicy[] | undefined> {
  const custom = attachments.flatMap(({ policyId }) => policyId ?? []);
  const unread = custom.filter((id) => !known.has(id));
  const stored = await readPolicies(reader, unread);
  const policies = attachments.flatMap(({ policyId, policyName }): AttachedPolicy[] => {
    if (policyId === null) {
      const policy = systemPolicy(policyName)?.compiled();
      return policy ? [{ policyType: 'System', policyName, policy }] : [];
    }
    const found = known.get(policyId) ?? stored.get(policyId);
    const document = found && documentOf(found);
    return document ? [{ policyType: 'Custom', policyName, policy: compile(document) }] : [];
  });
  return policies.length === attachments.length ? policies : undefined;
}

/** The intact policies of these ids: one statement for all of them, and more only for those that seem altered. */
export async function readPolicies(
  { db, keyring, report }: IdentityReader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredPolicy>> {
  const isIntact = (policy: StoredPolicy) => isPolicyAuthentic(keyring, policy);
  const found = new Map((await findPolicies(db, ids)).map((one) => [one.row.id, one]));
  for (const id of ids) {
    const first = found.get(id);
    if (first && isIntact(first)) continue;
    const again = await readIntact(async () => (await findPolicies(db, [id]))[0] ?? null, isIntact);
    if (again?.isIntact) found.set(id, again.value);
    else {
      report('Policy', id);
      found.delete(id);
    }
  }
  return found;
}

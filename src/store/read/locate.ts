import { isWithin, type KeyReference } from '#domain/key-reference.ts';
import type { FoundKey, KeyRow } from '../tables.ts';
import { asOf } from './as-of.ts';
import type { Lookups } from './lookups.ts';

/** The account, region and time that every look-up of a key is limited to. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
}

/** What was found by a row that was read: requests that share the row share this, too. */
const FOUND = new WeakMap<KeyRow, FoundKey>();

/** A key as it is now. */
function found(stored: KeyRow | null, now: Date): FoundKey | null {
  const key = stored && asOf(stored, now);
  if (!key) return null;
  const known = FOUND.get(key);
  if (known) return known;
  const result = Object.freeze({ ...key, storedState: stored.state });
  if (key === stored) FOUND.set(key, result); // otherwise it depends on the time
  return result;
}

/**
 * Finds the key that a reference names, as it is at `scope.now`. An ARN with a key id can name a key of another account:
 * the pipeline checks whether the caller may use it.
 * @returns null if there is no such key, and likewise if it belongs to another region or is destroyed: callers must not be
 * able to tell these apart
 */
export async function locate(
  lookups: Lookups,
  scope: Scope,
  reference: KeyReference,
): Promise<FoundKey | null> {
  const { names, name, owner } = reference;
  if (owner && owner.region !== scope.region) return null;
  if (names === 'key')
    return locateById(lookups, { ...scope, accountId: owner?.accountId ?? scope.accountId }, name);
  return isWithin(reference, scope)
    ? found(await lookups.keyOfAlias(scope.accountId, name), scope.now)
    : null;
}

/** Finds a key by its id. @returns null as `locate` does */
export async function locateById(
  lookups: Lookups,
  { accountId, now }: Scope,
  id: string,
): Promise<FoundKey | null> {
  const key = await lookups.key(id);
  return key?.accountId === accountId ? found(key, now) : null;
}

/** Finds the key that a key version belongs to, of any account. @returns null as `locate` does */
export async function locateByVersion(
  lookups: Lookups,
  { now }: Pick<Scope, 'now'>,
  keyVersionId: string,
): Promise<FoundKey | null> {
  return found(await lookups.keyOfVersion(keyVersionId), now);
}

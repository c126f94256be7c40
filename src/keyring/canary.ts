import type { Rows } from '#store/tables.ts';
import type { Keyring } from './keyring.ts';
import { canaryContext } from './wrap-contexts.ts';

/**
 * A known text. A key that opens a canary as this text is the right key. Databases have stored canaries, so the texts
 * must never change.
 */
export const CANARY = Buffer.from('keywright canary, rows have MACs');

/**
 * The canary of releases before there were MACs of rows: MACs are added only to a database that has it. It is wrapped
 * under the root key, so who can only write to the database cannot make it. Anyone who has kept it from before the upgrade
 * can put it back, until the root key is rotated: then it no longer opens (docs/security.md).
 */
export const CANARY_BEFORE_MACS = Buffer.from('keywright canary');

/**
 * Whether the rows of a database have MACs, as the canary of its current root key says. True where that row is gone: then
 * a rotation has retired it, which does not happen before there are MACs.
 */
export function haveMacs(keyring: Keyring, rows: readonly Rows['rootKey'][]): boolean {
  const current = rows.find(({ id }) => id === keyring.currentId);
  if (!current) return true;
  const { accountId, canary, id } = current;
  return keyring.unwrap(canaryContext(accountId), canary, id).equals(CANARY);
}

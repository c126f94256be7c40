import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';

/** Called for each row that is not as this service wrote it. */
export type ReportDamage = (table: string, id: string) => void;

/** How the rows of identities are read and checked. */
export interface IdentityReader {
  readonly db: Reader;
  readonly keyring: Keyring;
  readonly report: ReportDamage;
}

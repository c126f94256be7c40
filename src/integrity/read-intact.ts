import { ServiceUnavailableError } from '#domain/errors.ts';

const MAX_READS = 10;

/** A row that has a MAC, with what the MAC covers. */
interface Covered {
  readonly row: { readonly mac: Uint8Array };
}

/** What was read, and whether all of it is as this service wrote it. */
export interface Checked<T> {
  readonly value: T;
  readonly isIntact: boolean;
}

/**
 * Reads a row and what belongs to it, in several statements, and checks its MAC. A change between two statements makes
 * them disagree, but it also gives the row another MAC: then everything is read again.
 * @throws ServiceUnavailableError if it changes all the time
 */
export async function readIntact<T extends Covered>(
  read: () => Promise<T | null>,
  isIntact: (value: T) => boolean,
): Promise<Checked<T> | null> {
  let previous: T | undefined;
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const value = await read();
    if (!value) return null;
    if (isIntact(value)) return { value, isIntact: true };
    if (previous && Buffer.from(previous.row.mac).equals(value.row.mac))
      return { value, isIntact: false };
    previous = value;
  }
  throw new ServiceUnavailableError();
}

import { ServiceUnavailableError } from '#domain/errors.ts';

const MAX_READS = 10;

/** A row that has a MAC, with what the MAC covers. */
export interface Covered {
  readonly row: { readonly mac: Uint8Array | null };
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
    if (previous && hasSameMac(previous, value)) return { value, isIntact: false };
    previous = value;
  }
  throw new ServiceUnavailableError();
}

const hasSameMac = ({ row: a }: Covered, { row: b }: Covered): boolean =>
  a.mac && b.mac ? Buffer.from(a.mac).equals(b.mac) : a.mac === b.mac;

/**
 * Checks many that were read together, and reads those again that seem altered.
 * @param again reads one of them; null if it is gone. Those that are gone are left out
 * @throws ServiceUnavailableError if one changes all the time
 */
export async function checkEach<T extends Covered>(
  values: readonly T[],
  again: (value: T) => Promise<T | null>,
  isIntact: (value: T) => boolean,
): Promise<Checked<T>[]> {
  const checked: Checked<T>[] = [];
  for (const value of values) {
    const one = isIntact(value)
      ? { value, isIntact: true }
      : await readIntact(() => again(value), isIntact);
    if (one) checked.push(one);
  }
  return checked;
}

import { createStore } from './store.ts';

/** Milliseconds by which the clock of this computer is ahead of the server's; exact to a second. */
export const clockDifference = createStore(0);

/** Compares the clocks, by the header `Date` of a response. */
export function compareClocks({ headers }: Response): void {
  const time = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(time)) clockDifference.set(Math.round((Date.now() - time) / 10_000) * 10_000);
}

/** The time as the server has it, in milliseconds since 1970. */
export const serverNow = (): number => Date.now() - clockDifference.get();

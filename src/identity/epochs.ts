import type { Reader } from '#store/store.ts';

/**
 * The number that each change of an account's identities or policies raises. All requests that arrive in one turn of the
 * event loop share one read, which begins after they have arrived.
 */
export class Epochs {
  readonly #db: Reader;
  #waiting = new Set<string>();
  #read: Promise<ReadonlyMap<string, number>> | undefined;

  constructor(db: Reader) {
    this.#db = db;
  }

  /** 0 for an account whose identities never changed. @throws ServiceUnavailableError */
  async read(accountId: string): Promise<number> {
    this.#waiting.add(accountId);
    this.#read ??= this.#readAll();
    return (await this.#read).get(accountId) ?? 0;
  }

  async #readAll(): Promise<ReadonlyMap<string, number>> {
    await new Promise(setImmediate);
    const accountIds = [...this.#waiting];
    this.#waiting = new Set();
    this.#read = undefined;
    const rows = await this.#db.identityEpoch.findMany({
      where: { accountId: { in: accountIds } },
    });
    return new Map(rows.map(({ accountId, epoch }) => [accountId, epoch]));
  }
}

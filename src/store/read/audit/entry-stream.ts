import type { BackgroundReader } from '../../store.ts';

/** A range of blocks, by their last rows. */
export interface EntryRange {
  /** Only blocks that end after this. */
  readonly after: string;
  /** Only blocks that end here or before. */
  readonly through: string;
  readonly isDescending: boolean;
}

/** Few blocks fill most pages; a search for what is rare reads longer parts. */
const FIRST_TAKE = 16;
const MAX_TAKE = 512;

/** The blocks in which a value occurs, in order. */
export class EntryStream {
  /** How many entries were passed over. */
  skipped = 0;
  readonly #read: (from: string | undefined, take: number) => Promise<string[]>;
  readonly #isBefore: (throughId: string, target: string) => boolean;
  #heads: string[] = [];
  #take = FIRST_TAKE;
  #last: string | undefined;
  #hasEnded = false;

  constructor(
    db: BackgroundReader,
    accountId: string,
    [facet, value]: readonly [string, string],
    { after, through, isDescending }: EntryRange,
  ) {
    this.#isBefore = isDescending ? (a, b) => a > b : (a, b) => a < b;
    this.#read = async (target, take) => {
      const rest = this.#last === undefined ? {} : { [isDescending ? 'lt' : 'gt']: this.#last };
      const bounds = isDescending
        ? { gt: after, lte: target ?? through, ...rest }
        : { gt: after, lte: through, ...(target !== undefined && { gte: target }), ...rest };
      const entries = await db.auditBlockValue.findMany({
        where: { accountId, facet, value, throughId: bounds },
        orderBy: { throughId: isDescending ? 'desc' : 'asc' },
        select: { throughId: true },
        take,
      });
      return entries.map(({ throughId }) => throughId);
    };
  }

  /** The next block, not before the target. Undefined: there is none. */
  async seek(target: string | undefined): Promise<string | undefined> {
    for (;;) {
      while (target !== undefined && this.#heads[0] && this.#isBefore(this.#heads[0], target))
        this.skip();
      if (this.#heads[0] !== undefined || this.#hasEnded) return this.#heads[0];
      this.#heads = await this.#read(target, this.#take);
      this.#hasEnded = this.#heads.length < this.#take;
      this.#last = this.#heads.at(-1) ?? this.#last;
      this.#take = Math.min(2 * this.#take, MAX_TAKE);
    }
  }

  /** Goes on to the following block. */
  skip(): void {
    this.#heads.shift();
    this.skipped += 1;
  }
}

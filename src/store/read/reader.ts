import { ServiceUnavailableError } from '#domain/errors.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import { isBug, isTimeout } from '../driver-errors.ts';

/** A read as Prisma's client is asked for it: `Key`, `count`, and what that takes. */
export interface ReadOperation {
  readonly model: string;
  readonly operation: string;
  readonly args: unknown;
}

export interface ReaderOptions {
  readonly report: (error: unknown) => void;
  /** How often a read is tried: the first may get a connection that broke while it was idle. */
  readonly attempts: number;
  /** Reads elsewhere than by the client itself, which then only lends its types. Takes no raw statements. */
  readonly elsewhere?: (operation: ReadOperation) => Promise<unknown>;
}

/**
 * A client whose reads fail with `ServiceUnavailableError` where the database is the reason, so that callers get 503,
 * wherever they were reading. What the code got wrong is thrown as it is.
 */
export function readerOf(
  client: PrismaClient,
  { report, attempts, elsewhere }: ReaderOptions,
): PrismaClient {
  return client.$extends({
    query: {
      async $allOperations({ model = '', operation, args, query }) {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return elsewhere ? await elsewhere({ model, operation, args }) : await query(args);
          } catch (error) {
            if (isBug(error)) throw error;
            if (attempt < attempts && !isTimeout(error)) continue;
            report(error);
            throw new ServiceUnavailableError();
          }
        }
      },
    },
  }) as unknown as PrismaClient;
}

import { ServiceUnavailableError } from '#domain/errors.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import { isBug, isTimeout } from '../driver-errors.ts';

/** A call of Prisma's client, such as model `Key`, operation `count` and its arguments. */
export interface ReadOperation {
  readonly model: string;
  readonly operation: string;
  readonly args: unknown;
}

/** How a wrapped client retries reads and reports failures. */
export interface ReaderOptions {
  /** Called with the error when the database could not answer. */
  readonly report: (error: unknown) => void;
  /** Maximum number of attempts of a read. The first may get a connection that broke while it was idle. */
  readonly attempts: number;
  /** Runs the read in place of the client, of which only the types are used then. Models only, no raw statements. */
  readonly elsewhere?: (operation: ReadOperation) => Promise<unknown>;
}

/**
 * Wraps a client so that reads throw `ServiceUnavailableError` (503) when the database fails. Errors that are bugs of
 * ours are thrown unchanged.
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

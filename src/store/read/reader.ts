import { ServiceUnavailableError } from '#domain/errors.ts';
import type { PrismaClient } from '#generated/sqlite/client.ts';
import { isBug, isTimeout } from '../driver-errors.ts';

/** A call of Prisma's client, such as model `Key`, operation `count` and its arguments. */
export interface ReadOperation {
  readonly model: string;
  readonly operation: string;
  readonly args: unknown;
}

/** Called with the error when the database could not answer. */
export type Report = (error: unknown) => void;

/** How reads are tried again, and how failures are reported. */
export interface ReadAttempts {
  readonly report: Report;
  /** Maximum number of attempts of a read. The first may get a connection that broke while it was idle. */
  readonly attempts: number;
}

/** Runs a read. @throws ServiceUnavailableError when the database fails; an error that is a bug of ours unchanged */
export async function readSafely<T>(
  { report, attempts }: ReadAttempts,
  read: () => T | Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (isBug(error)) throw error;
      if (attempt < attempts && !isTimeout(error)) continue;
      report(error);
      throw new ServiceUnavailableError();
    }
  }
}

/** How a wrapped client reads. */
export interface ReaderOptions extends ReadAttempts {
  /** Runs the read in place of the client, of which only the types are used then. Models only, no raw statements. */
  readonly elsewhere?: (operation: ReadOperation) => Promise<unknown>;
}

/**
 * Wraps a client so that reads throw `ServiceUnavailableError` (503) when the database fails. Errors that are bugs of
 * ours are thrown unchanged.
 */
export function readerOf(
  client: PrismaClient,
  { elsewhere, ...attempts }: ReaderOptions,
): PrismaClient {
  return client.$extends({
    query: {
      $allOperations: ({ model = '', operation, args, query }) =>
        readSafely(attempts, () =>
          elsewhere ? elsewhere({ model, operation, args }) : query(args),
        ),
    },
  }) as unknown as PrismaClient;
}

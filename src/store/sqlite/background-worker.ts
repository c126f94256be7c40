import { parentPort, workerData } from 'node:worker_threads';
import { PrismaClient } from '#generated/sqlite/client.ts';
import { readFailure } from '../driver-errors.ts';
import type { ReadOperation } from '../read/reader.ts';
import { SqliteAdapter } from './adapter.ts';

/** The data that BackgroundReads passes to a new thread: the path of the database file. */
export interface BackgroundWorkerData {
  readonly file: string;
}

/** The answer of the thread. Errors are sent as plain fields, because messages between threads lose what Prisma adds to them. */
export type BackgroundAnswer =
  | { readonly rows: unknown }
  | {
      readonly error: {
        readonly name: string;
        readonly message: string;
        readonly code: string;
        readonly cause: object;
      };
    };

const { file } = workerData as BackgroundWorkerData;
const client = new PrismaClient({
  adapter: new SqliteAdapter(file, 'reader'),
  errorFormat: 'minimal',
});
type Models = Readonly<
  Record<string, Readonly<Record<string, (args: unknown) => Promise<unknown>>>>
>;

async function answer({ model, operation, args }: ReadOperation): Promise<BackgroundAnswer> {
  try {
    const run = (client as unknown as Models)[
      `${model.charAt(0).toLowerCase()}${model.slice(1)}`
    ]?.[operation];
    if (!run) throw new TypeError(`There is no ${operation} of ${model}.`);
    return { rows: await run(args) };
  } catch (error) {
    const { name, message } = error as Error;
    const { code, ...cause } = readFailure(error);
    return { error: { name, message, code, cause } };
  }
}

parentPort?.on('message', async (operation: ReadOperation) =>
  parentPort?.postMessage(await answer(operation)),
);

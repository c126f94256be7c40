/** What a database driver says of a failure. Kind and codes quote no input; messages can, so they are not here. */
export interface DriverFailure {
  /** The adapter's name of the failure, such as `UniqueConstraintViolation`. */
  readonly kind?: string;
  /** The database's own code, such as `40001` or `SQLITE_FULL`. */
  readonly originalCode?: string;
  /** The columns or the name of a violated constraint. */
  readonly constraint?: unknown;
}

/** A failure of a statement that did not go through Prisma's client, described as the driver adapters describe theirs. */
export class DriverError extends Error {
  override readonly cause: DriverFailure;

  /** @param error the driver's, whose message and stack are kept */
  constructor({ message, stack }: Error, cause: DriverFailure) {
    super(message);
    if (stack !== undefined) this.stack = stack;
    this.cause = cause;
  }
}

/** Finds the driver's part of an error: Prisma keeps it in `meta`, the driver adapters in `cause`. */
export function readDriverFailure(error: unknown): DriverFailure {
  const { meta, cause } = (error ?? {}) as {
    readonly meta?: { readonly driverAdapterError?: { readonly cause?: DriverFailure } };
    readonly cause?: DriverFailure;
  };
  return meta?.driverAdapterError?.cause ?? cause ?? {};
}

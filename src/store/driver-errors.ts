import { readDriverFailure } from './driver-failure.ts';

/** What Prisma and its adapters say of a failure: Prisma's code and, for raw statements, the driver's kind and code. */
export function readFailure(error: unknown): {
  code: string;
  kind: string;
  originalCode: string;
  constraint: string;
} {
  const { code } = (error ?? {}) as { code?: unknown };
  const { kind = '', originalCode = '', constraint = '' } = readDriverFailure(error);
  return { code: String(code ?? ''), kind, originalCode, constraint: JSON.stringify(constraint) };
}

export function isConstraintViolation(error: unknown): boolean {
  const { code, kind } = readFailure(error);
  return (
    code === 'P2002' ||
    code === 'P2003' ||
    kind.endsWith('ConstraintViolation') ||
    kind === 'RestrictViolation'
  );
}

/**
 * A constraint that says that another process was faster: it has inserted a row with the same
 * unique columns into one of these tables, or deleted a parent (a key, a root key). The request has
 * to be made again from the rows that there are now.
 * @param tables the names of those in which a conflict is expected
 */
export function isLostRace(error: unknown, tables: readonly string[]): boolean {
  const { code, kind, constraint } = readFailure(error);
  return (
    code === 'P2003' ||
    kind === 'ForeignKeyConstraintViolation' ||
    (isConstraintViolation(error) && tables.some((table) => constraint.includes(table)))
  );
}

/** A row that was locked stayed so for too long: the trouble of those who want it, and of nobody else. */
export const isLockTimeout = (error: unknown): boolean =>
  readFailure(error).originalCode === '55P03';

/**
 * The time is over, for a connection, a lock or an answer: pg has its own words for what it gave up on, PostgreSQL codes.
 * To ask at once again would take as long again, of a caller who waits and of a database that is slow.
 */
export function isTimeout(error: unknown): boolean {
  const { originalCode } = readFailure(error);
  return originalCode
    ? /^(55P03|57014)$/.test(originalCode)
    : /\btimeout\b/.test(String((error as Error)?.message));
}

/**
 * The database itself has answered that it wrote nothing, also to a COMMIT: a conflict, a deadlock, a lock not got; or
 * SQLite, that there is no room, or that it may not write. A connection that broke has said no such thing.
 */
export const isRolledBack = (error: unknown): boolean =>
  /^(40|55P03|SQLITE_(FULL|BUSY|READONLY))/.test(readFailure(error).originalCode);

/** What the code asks for is wrong, whatever the database's health: a bug. */
const OUR_KINDS = new Set([
  'TableDoesNotExist',
  'ColumnNotFound',
  'InvalidInputValue',
  'LengthMismatch',
  'ValueOutOfRange',
]);

export function isBug(error: unknown): boolean {
  if (
    (error as Error)?.name === 'PrismaClientValidationError' ||
    error instanceof TypeError ||
    error instanceof RangeError
  )
    return true;
  const { kind, originalCode } = readFailure(error);
  return isConstraintViolation(error) || OUR_KINDS.has(kind) || /^(22|42)/.test(originalCode); // data and syntax that PostgreSQL refuses
}

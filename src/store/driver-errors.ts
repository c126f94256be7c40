import { readDriverFailure } from './driver-failure.ts';

/**
 * Reads the codes of an error that Prisma, an adapter or a driver threw. A part that the error does not have is ''.
 * @returns `code`: Prisma's, such as P2002; `kind` and `originalCode`: the adapter's kind and the driver's code (SQLSTATE
 * or SQLITE_…), which raw statements have; `constraint`: the violated constraint as JSON
 */
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

/** Whether the database rejected a row because of a unique, foreign key or other constraint. */
export function isConstraintViolation(error: unknown): boolean {
  const { code, kind } = readFailure(error);
  return (
    code === 'P2002' ||
    code === 'P2003' ||
    kind.endsWith('ConstraintViolation') ||
    isMissingParent(error)
  );
}

/**
 * A constraint that says that another process was faster: it has inserted a row with the same
 * unique columns into one of these tables, or deleted a parent (a key, a root key). The request has
 * to be made again from the rows that there are now.
 * @param expected the unique columns in which a conflict is expected
 */
export function isLostRace(error: unknown, expected: readonly UniqueColumns[]): boolean {
  const { constraint } = readFailure(error);
  // Drivers name the index, the columns with their table, or only the columns.
  const isExpected = ({ table, columns }: UniqueColumns) =>
    constraint.includes(table) || columns.every((column) => constraint.includes(`"${column}"`));
  return isMissingParent(error) || (isConstraintViolation(error) && expected.some(isExpected));
}

/** Unique columns of a table, by its name. */
export interface UniqueColumns {
  readonly table: string;
  readonly columns: readonly string[];
}

/** SQLSTATE 23001 and 23503: a parent is missing, or still has children. */
function isMissingParent(error: unknown): boolean {
  const { code, kind, originalCode } = readFailure(error);
  const isKind = kind === 'ForeignKeyConstraintViolation' || kind === 'RestrictViolation';
  return code === 'P2003' || isKind || originalCode === '23001' || originalCode === '23503';
}

/**
 * Whether a row stayed locked for longer than PostgreSQL's `lock_timeout` (SQLSTATE 55P03). It affects only the requests
 * that need this row.
 */
export const isLockTimeout = (error: unknown): boolean =>
  readFailure(error).originalCode === '55P03';

/**
 * Whether a connection, a lock or an answer took too long. PostgreSQL reports it by SQLSTATE, pg only by its message.
 * Do not retry immediately: the caller would wait as long again, and the slow database would get more load.
 */
export function isTimeout(error: unknown): boolean {
  const { originalCode } = readFailure(error);
  return originalCode
    ? /^(55P03|57014)$/.test(originalCode)
    : /\btimeout\b/.test(String((error as Error)?.message));
}

/**
 * Whether the database itself reported that it wrote nothing, also in answer to COMMIT: a serialization conflict, a
 * deadlock, a lock timeout; on SQLite also a full disk or a read-only file. After a broken connection the outcome is
 * unknown, so that is not one of these.
 */
export const isRolledBack = (error: unknown): boolean =>
  /^(40|55P03|SQLITE_(FULL|BUSY|READONLY))/.test(readFailure(error).originalCode);

/** Adapter error kinds that a statement of ours causes, independent of the state of the database. */
const OUR_KINDS = new Set([
  'TableDoesNotExist',
  'ColumnNotFound',
  'InvalidInputValue',
  'LengthMismatch',
  'ValueOutOfRange',
]);

/** Whether the error is a bug in our code, such as a wrong statement, and not a failure of the database. */
export function isBug(error: unknown): boolean {
  if (
    (error as Error)?.name === 'PrismaClientValidationError' ||
    error instanceof TypeError ||
    error instanceof RangeError
  )
    return true;
  const { kind, originalCode } = readFailure(error);
  return isConstraintViolation(error) || OUR_KINDS.has(kind) || /^(22|42)/.test(originalCode); // SQLSTATE classes 22, data exception, and 42, syntax error
}

import Database from 'better-sqlite3';
import { DriverError, type DriverFailure } from '../driver-failure.ts';

/** An error of better-sqlite3 as the adapter of Prisma describes it; any other error is a bug and stays as it is. */
export function toDriverError(
  error: unknown,
  Failure: new (error: Error, cause: DriverFailure) => DriverError = DriverError,
): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  return new Failure(error, { kind: kindOf(code), originalCode: code });
}

function kindOf(code: string): string {
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
    return 'UniqueConstraintViolation';
  return code.startsWith('SQLITE_CONSTRAINT') ? 'ForeignKeyConstraintViolation' : 'sqlite';
}

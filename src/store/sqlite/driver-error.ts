import Database from 'better-sqlite3';
import { DriverError, type DriverFailure } from '../driver-failure.ts';

/** An error of better-sqlite3 as the adapter of Prisma describes it; any other error is a bug and stays as it is. */
export function toDriverError(
  error: unknown,
  Failure: new (error: Error, cause: DriverFailure) => DriverError = DriverError,
): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  return new Failure(error, { kind: kindOf(code, message), originalCode: code });
}

function kindOf(code: string, message: string): string {
  switch (code) {
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
      return 'UniqueConstraintViolation';
    case 'SQLITE_CONSTRAINT_NOTNULL':
      return 'NullConstraintViolation';
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
    case 'SQLITE_CONSTRAINT_TRIGGER':
      return 'ForeignKeyConstraintViolation';
    default:
      if (message.startsWith('no such table')) return 'TableDoesNotExist';
      return /no such column|has no column named/.test(message) ? 'ColumnNotFound' : 'sqlite';
  }
}

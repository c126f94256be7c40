import { DriverError } from '../driver-failure.ts';

/** SQLSTATE: five letters or digits. The errors of Node's sockets have longer codes. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
const UNIQUE_VIOLATION = '23505';

/** An error of pg as the adapter of Prisma describes it. */
export function toDriverError(error: unknown, Failure = DriverError): DriverError {
  const { code = '', constraint } = error as { code?: string; constraint?: string };
  return new Failure(error as Error, {
    kind: code === UNIQUE_VIOLATION ? 'UniqueConstraintViolation' : 'postgres',
    originalCode: SQLSTATE.test(code) ? code : '',
    ...(constraint && { constraint }),
  });
}

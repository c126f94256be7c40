import { DriverError } from '../driver-failure.ts';

/** SQLSTATE: five letters or digits. The errors of Node's sockets have longer codes. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** By SQLSTATE. Code that reads the errors recognizes other failures by it too. */
const KINDS: Readonly<Record<string, string>> = {
  23502: 'NullConstraintViolation',
  23505: 'UniqueConstraintViolation',
};

/** An error of pg as the adapter of Prisma describes it. */
export function toDriverError(error: unknown, Failure = DriverError): DriverError {
  const { code = '', constraint } = error as { code?: string; constraint?: string };
  return new Failure(error as Error, {
    kind: KINDS[code] ?? 'postgres',
    originalCode: SQLSTATE.test(code) ? code : '',
    ...(constraint && { constraint }),
  });
}

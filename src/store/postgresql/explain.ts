import type { SecretBytes } from '#domain/secret-bytes.ts';
import { DatabaseError } from '../database-error.ts';

/** The parts of a database URL that messages may show: all except the password. */
interface Target {
  readonly host: string;
  readonly port: string;
  readonly role: string;
  readonly database: string;
}

function targetOf(url: SecretBytes): Target {
  const { hostname, port, username, pathname, searchParams } = new URL(url.bytes.toString('utf8'));
  const role =
    decodeURIComponent(username) || searchParams.get('user') || 'the account of this process';
  return {
    host: decodeURIComponent(hostname) || searchParams.get('host') || 'localhost',
    port: port || searchParams.get('port') || '5432',
    role,
    database: decodeURIComponent(pathname.slice(1)) || role,
  };
}

const NO_HOST = ({ host }: Target) =>
  `The host ${host} was not found. Check the host name in DATABASE_URL.`;
const NOT_REACHED = ({ host, port }: Target) =>
  `PostgreSQL does not answer at ${host}, port ${port}. Check that it is running, that it listens on this address, and that no firewall blocks the connection.`;
const UNTRUSTED = ({ host }: Target) =>
  `The TLS certificate of ${host} is not trusted. Set the certificate of its authority in DATABASE_URL: sslmode=verify-full&sslrootcert=/path/ca.pem.`;

/** Messages by PostgreSQL's SQLSTATE or by the code of Node's network and TLS errors. */
const SENTENCES: Readonly<Record<string, (target: Target) => string>> = {
  '3D000': ({ database, role }) =>
    `There is no database "${database}". Create it with a role that has the CREATEDB attribute: createdb --owner="${role}" "${database}".`,
  '28P01': ({ role }) =>
    `The password of the role "${role}" is wrong. Check the role and the password in DATABASE_URL.`,
  '28000': ({ role }) =>
    `The role "${role}" does not exist, or pg_hba.conf does not allow it to connect from this host. Create it with createuser, or add a line to pg_hba.conf.`,
  '42501': ({ role, database }) =>
    `The role "${role}" lacks permissions in the database "${database}". Make it the owner: ALTER DATABASE "${database}" OWNER TO "${role}".`,
  '53300': () =>
    'PostgreSQL has no free connection. Increase max_connections, or reduce KEYWRIGHT_POOL_SIZE.',
  '57P03': () => 'PostgreSQL is starting or stopping. Try again in a moment.',
  '25006': () =>
    'This PostgreSQL server is a read-only standby. Set DATABASE_URL to the primary server.',
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  ECONNREFUSED: NOT_REACHED,
  ETIMEDOUT: NOT_REACHED,
  EHOSTUNREACH: NOT_REACHED,
  ENETUNREACH: NOT_REACHED,
  ECONNRESET: NOT_REACHED,
  ENOENT: NOT_REACHED, // of a Unix socket
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};

/** Messages for errors of the driver that have no code. */
const MESSAGES: readonly (readonly [RegExp, (target: Target) => string])[] = [
  [/timeout/i, NOT_REACHED],
  [
    /does not support SSL/i,
    ({ host }) =>
      `PostgreSQL at ${host} does not support TLS. Enable it there, or remove sslmode from DATABASE_URL.`,
  ],
  [
    /password must be a string/i,
    ({ role }) => `PostgreSQL requires a password for the role "${role}". Add it to DATABASE_URL.`,
  ],
];

/**
 * Turns an error of the driver into a message that says why the database cannot be used and what to do, with the error's
 * code. Never quotes the URL, which may hold a password.
 */
export function toDatabaseError(error: unknown, url: SecretBytes): DatabaseError {
  // An AggregateError: several addresses of one host were tried.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code = '', message = '' } = first as { code?: string; message?: string };
  const target = targetOf(url);
  const sentence = SENTENCES[code] ?? MESSAGES.find(([pattern]) => pattern.test(message))?.[1];
  const said = code || message;
  return new DatabaseError(
    sentence
      ? `${sentence(target)}${code ? ` (${code})` : ''}`
      : `The PostgreSQL database cannot be used (${said}). Check DATABASE_URL and that the server is running.`,
    { cause: error },
  );
}

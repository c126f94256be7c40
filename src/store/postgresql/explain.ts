import type { SecretBytes } from '#domain/secret-bytes.ts';
import { DatabaseError } from '../database-error.ts';

/** What the URL names, bar its password. */
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
  `There is no host ${host}. Check the host name in DATABASE_URL.`;
const NOT_REACHED = ({ host, port }: Target) =>
  `PostgreSQL does not answer at ${host}, port ${port}. Check that it runs, that it listens there, and that no firewall is between.`;
const UNTRUSTED = ({ host }: Target) =>
  `The TLS certificate of ${host} is not trusted. Name the certificate of its authority in DATABASE_URL: sslmode=verify-full&sslrootcert=/path/ca.pem.`;

/** By PostgreSQL's SQLSTATE, or the code of Node's network and TLS errors. */
const SENTENCES: Readonly<Record<string, (target: Target) => string>> = {
  '3D000': ({ database, role }) =>
    `There is no database "${database}". Create it as a role that may create databases: createdb --owner="${role}" "${database}".`,
  '28P01': ({ role }) =>
    `PostgreSQL does not accept this password for the role "${role}". Check the role and the password in DATABASE_URL.`,
  '28000': ({ role }) =>
    `PostgreSQL does not let the role "${role}" in: there is no such role, or pg_hba.conf does not allow it from here. Create it with createuser, or allow it there.`,
  '42501': ({ role, database }) =>
    `The role "${role}" may not do what Keywright needs in the database "${database}". Make it the owner: ALTER DATABASE "${database}" OWNER TO "${role}".`,
  '53300': () =>
    'PostgreSQL has no connection left. Raise max_connections, or lower KEYWRIGHT_POOL_SIZE.',
  '57P03': () => 'PostgreSQL is starting or stopping. Try again in a moment.',
  '25006': () =>
    'This PostgreSQL server only reads: it is a standby. Name the primary server in DATABASE_URL.',
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

/** What some errors of the driver say, which have no code. */
const MESSAGES: readonly (readonly [RegExp, (target: Target) => string])[] = [
  [/timeout/i, NOT_REACHED],
  [
    /does not support SSL/i,
    ({ host }) =>
      `PostgreSQL at ${host} offers no TLS. Set it up there, or leave sslmode out of DATABASE_URL.`,
  ],
  [
    /password must be a string/i,
    ({ role }) =>
      `PostgreSQL asks for the password of the role "${role}", and DATABASE_URL has none.`,
  ],
];

/** What keeps a start from reaching its database, in a sentence, with the code for a search. Never the URL, which may hold a password. */
export function toDatabaseError(error: unknown, url: SecretBytes): DatabaseError {
  // Several addresses of one host were tried.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code = '', message = '' } = first as { code?: string; message?: string };
  const target = targetOf(url);
  const sentence = SENTENCES[code] ?? MESSAGES.find(([pattern]) => pattern.test(message))?.[1];
  const said = code || message;
  return new DatabaseError(
    sentence
      ? `${sentence(target)}${code ? ` (${code})` : ''}`
      : `The PostgreSQL database cannot be reached or used (${said}). Check DATABASE_URL, and that the server is up.`,
    { cause: error },
  );
}

import { joinParts, splitParts } from './length-prefixed.ts';
import { SecretBytes } from './secret-bytes.ts';

/** A session of a role, as AssumeRole made it. */
export interface SessionLink {
  /** The account of the role. */
  readonly accountId: string;
  readonly roleId: string;
  /** The name that the caller gave the session. */
  readonly name: string;
  /** The session's own access key id: `STS.…`. */
  readonly accessKeyId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** When the sessions of the account had last been ended at that time. */
  readonly accountEndedAt: Date;
  /** The session policy, as JSON; empty where it has none. */
  readonly policy: string;
}

/** The user that assumed the first role of a chain, and with which access key. */
export interface Assumer {
  readonly accountId: string;
  readonly userId: string;
  readonly accessKeyId: string;
  /** When the sessions of the account had last been ended at that time. */
  readonly accountEndedAt: Date;
}

/** Who acts by a session: the session itself first, then that which made it, and so on; at the end the user. */
export interface SessionChain {
  readonly links: readonly [SessionLink, ...SessionLink[]];
  readonly assumer: Assumer;
}

/** What a security token says, with the secret of its session. */
export interface SecurityToken {
  readonly chain: SessionChain;
  readonly secret: SecretBytes;
}

/** The most sessions of one chain. Each request of a session checks all of them. */
export const MAX_CHAIN_SESSIONS = 8;

/** The texts of one link, in their order. */
const LINK_PARTS = 8;
/** The secret, and the texts of the assumer. */
const OTHER_PARTS = 5;

const timeOf = (time: Date): string => String(time.getTime());

/** The bytes of a token, which are to be sealed and then zeroed. */
export const encodeToken = ({ chain: { links, assumer }, secret }: SecurityToken): Buffer =>
  joinParts([
    secret.bytes,
    ...[
      assumer.accountId,
      assumer.userId,
      assumer.accessKeyId,
      timeOf(assumer.accountEndedAt),
      ...links.flatMap((link) => [
        link.accountId,
        link.roleId,
        link.name,
        link.accessKeyId,
        timeOf(link.issuedAt),
        timeOf(link.expiresAt),
        timeOf(link.accountEndedAt),
        link.policy,
      ]),
    ].map((text) => Buffer.from(text, 'utf8')),
  ]);

/** @returns undefined for bytes that `encodeToken` did not make; the caller owns the secret */
export function decodeToken(bytes: Buffer): SecurityToken | undefined {
  const [secret, ...parts] = splitParts(bytes) ?? [];
  if (!secret || (parts.length + 1 - OTHER_PARTS) % LINK_PARTS !== 0) return undefined;
  const texts = parts.map((part) => part.toString('utf8'));
  const next = (): string => texts.shift() ?? '';
  const nextTime = (): Date => new Date(Number(next()));
  const assumer = {
    accountId: next(),
    userId: next(),
    accessKeyId: next(),
    accountEndedAt: nextTime(),
  };
  const links: SessionLink[] = [];
  while (texts.length > 0)
    links.push({
      accountId: next(),
      roleId: next(),
      name: next(),
      accessKeyId: next(),
      issuedAt: nextTime(),
      expiresAt: nextTime(),
      accountEndedAt: nextTime(),
      policy: next(),
    });
  const [first, ...rest] = links;
  if (!first) return undefined;
  const copy = new SecretBytes(Buffer.from(secret), 'session secret');
  return { chain: { links: [first, ...rest], assumer }, secret: copy };
}

/**
 * The longest token, in characters of base64. A session policy of 2,048 characters fits, in any script. What does not
 * fit, such as a long chain of sessions that all have long policies, cannot be made.
 */
export const MAX_TOKEN_CHARACTERS = 12_288;

const FORMAT = 1;
const ACCOUNT_ID = /^\d{1,20}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A sealed token, and the account whose token key sealed it. */
export interface SealedToken {
  readonly accountId: string;
  readonly sealed: Buffer;
}

/**
 * The text of a token: base64 of format 1 ‖ length of the account id 1 ‖ account id ‖ sealed.
 * @returns undefined if it is too long
 */
export function writeSealedToken({ accountId, sealed }: SealedToken): string | undefined {
  const account = Buffer.from(accountId, 'utf8');
  const text = Buffer.concat([Buffer.of(FORMAT, account.length), account, sealed]).toString(
    'base64',
  );
  return text.length <= MAX_TOKEN_CHARACTERS ? text : undefined;
}

/** @returns undefined for a text of another form */
export function readSealedToken(text: string): SealedToken | undefined {
  if (text.length > MAX_TOKEN_CHARACTERS || !BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes[0] !== FORMAT || bytes.toString('base64') !== text) return undefined;
  const end = 2 + (bytes[1] ?? 0);
  const accountId = bytes.subarray(2, end).toString('latin1');
  return ACCOUNT_ID.test(accountId) ? { accountId, sealed: bytes.subarray(end) } : undefined;
}

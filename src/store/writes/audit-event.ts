import { randomFillSync, randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { accountArn } from '#domain/arn.ts';
import type { AuditSurface, EventName } from '#domain/audit-events.ts';
import type { Principal } from '#domain/principal.ts';
import { type Insert, insertRow } from '../commit/write-set.ts';
import { type Rows, TABLES } from '../tables.ts';

type Row = Rows['auditEvent'];

/** What every audit row has. Its id is made of `createdAt`. */
export type NewAuditEvent = Pick<
  Row,
  'accountId' | 'surface' | 'operation' | 'outcome' | 'createdAt'
> &
  Partial<Row>;

/** Counts the ids of this process. Begins anywhere, so that those of two replicas differ. */
let sequence = randomInt(2 ** 31);

/** What an id takes of random bytes (uuid's own option). */
const RANDOM_BYTES = 16;
/** Drawn for many ids at a time: a draw costs more than all else of an audit row. Each byte is used once. */
const drawn = Buffer.alloc(256 * RANDOM_BYTES);
let used = drawn.length;

function randomForId(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += RANDOM_BYTES;
  return drawn.subarray(used - RANDOM_BYTES, used);
}

/** The id of an audit row: UUID v7 of its time. Ids sort like the times, and those of one millisecond in the order in which one process makes them. */
export function auditEventId(time: Date): string {
  sequence = (sequence + 1) | 0; // wraps after 2^32 ids
  return uuidv7({ msecs: time.getTime(), seq: sequence, random: randomForId() });
}

/** An audit row. What the event does not name is empty. */
export const insertAuditEvent = (event: NewAuditEvent): Insert =>
  insertRow(TABLES.auditEvent, {
    id: event.id ?? auditEventId(event.createdAt),
    accountId: event.accountId,
    accessKeyId: event.accessKeyId ?? '',
    requestId: event.requestId ?? '',
    surface: event.surface,
    operation: event.operation,
    outcome: event.outcome,
    keyId: event.keyId ?? null,
    details: event.details ?? '{}',
    createdAt: event.createdAt,
    principal: event.principal ?? '',
    credentialType: event.credentialType ?? null,
    sessionId: event.sessionId ?? null,
    address: event.address ?? null,
    userAgent: event.userAgent ?? null,
    otherKeyIds: event.otherKeyIds ?? null,
    keyVersionId: event.keyVersionId ?? null,
    contextDigest: event.contextDigest ?? null,
    targetFingerprint: event.targetFingerprint ?? null,
    durationMicroseconds: event.durationMicroseconds ?? null,
  });

type NewEvent = Pick<NewAuditEvent, 'accountId' | 'createdAt'> & Partial<Omit<Row, 'details'>>;

/** The audit row of an event that is not an operation. @param details no secrets */
export const insertEvent = (
  operation: EventName,
  surface: AuditSurface,
  event: NewEvent,
  details: object = {},
): Insert =>
  insertAuditEvent({
    operation,
    surface,
    outcome: 'Done',
    details: JSON.stringify(details),
    ...event,
  });

/** The audit row of what the operator did by a command. */
export const insertCommandEvent = (
  operation: EventName,
  accountId: string,
  createdAt: Date,
  details: object = {},
): Insert =>
  insertEvent(
    operation,
    'command',
    { accountId, createdAt, credentialType: 'Operator', principal: accountArn(accountId) },
    details,
  );

/** The columns that say who called, by which credential, and from where. */
export function auditedCaller(
  { accountId, arn, session, credential }: Principal,
  client: { readonly address: string; readonly userAgent: string } | undefined,
): Pick<
  Row,
  | 'accountId'
  | 'accessKeyId'
  | 'credentialType'
  | 'sessionId'
  | 'principal'
  | 'address'
  | 'userAgent'
> {
  return {
    accountId,
    accessKeyId: credential.id,
    credentialType: credential.type,
    sessionId: credential.browserSessionId ?? null,
    principal: session ? `${arn}/${session.name}` : arn,
    address: client?.address ?? null,
    userAgent: client?.userAgent ?? null,
  };
}

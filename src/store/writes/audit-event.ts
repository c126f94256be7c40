import type { Principal } from '#domain/principal.ts';
import { type Insert, insertRow } from '../commit/write-set.ts';
import { type Rows, TABLES } from '../tables.ts';

type Row = Rows['auditEvent'];

/** What every audit row has. */
export type NewAuditEvent = Pick<
  Row,
  'id' | 'accountId' | 'surface' | 'operation' | 'outcome' | 'createdAt'
> &
  Partial<Row>;

const EMPTY = {
  accessKeyId: '',
  requestId: '',
  keyId: null,
  details: '{}',
  principal: '',
  credentialType: null,
  sessionId: null,
  address: null,
  userAgent: null,
  otherKeyIds: null,
  keyVersionId: null,
  contextDigest: null,
  targetFingerprint: null,
  durationMicroseconds: null,
} as const;

/** An audit row. What it does not name is empty. */
export const insertAuditEvent = (event: NewAuditEvent): Insert =>
  insertRow(TABLES.auditEvent, { ...EMPTY, ...event });

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

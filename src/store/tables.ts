import type { AccessKey, AuditEvent, Deployment, Key, KeyVersion, Nonce, Session, SignInLink } from '#generated/sqlite/client.ts';

/** The rows of each table, by the name that Prisma's client gives it. */
export interface Rows {
  deployment: Deployment;
  accessKey: AccessKey;
  key: Key;
  keyVersion: KeyVersion;
  auditEvent: AuditEvent;
  nonce: Nonce;
  signInLink: SignInLink;
  session: Session;
}
export type Table = keyof Rows;

type ColumnKind = 'plain' | 'bytes' | 'date';
type Columns<Row> = { readonly [Column in keyof Row]-?: ColumnKind };

/**
 * Every column of every table, parents before children: a batch is inserted in this order.
 * Complete or it does not compile; a column left out would be stored as NULL.
 */
export const COLUMNS: { readonly [T in Table]: Columns<Rows[T]> } = {
  deployment: { id: 'plain', accountId: 'plain', region: 'plain', canary: 'bytes', createdAt: 'date' },
  accessKey: { id: 'plain', accountId: 'plain', sealedSecret: 'bytes', enabled: 'plain', allowedActions: 'plain', createdAt: 'date' },
  key: {
    id: 'plain',
    accountId: 'plain',
    creator: 'plain',
    description: 'plain',
    state: 'plain',
    usage: 'plain',
    spec: 'plain',
    origin: 'plain',
    protectionLevel: 'plain',
    primaryVersionId: 'plain',
    deleteDate: 'date',
    materialExpireTime: 'date',
    lastRotationDate: 'date',
    createdAt: 'date',
    revision: 'plain',
  },
  keyVersion: { id: 'plain', accountId: 'plain', keyId: 'plain', wrappedMaterial: 'bytes', createdAt: 'date' },
  auditEvent: {
    id: 'plain',
    accountId: 'plain',
    accessKeyId: 'plain',
    requestId: 'plain',
    surface: 'plain',
    operation: 'plain',
    keyId: 'plain',
    outcome: 'plain',
    details: 'plain',
    createdAt: 'date',
  },
  nonce: { accountId: 'plain', accessKeyId: 'plain', hash: 'plain', expiresAt: 'date' },
  signInLink: { hash: 'plain', accountId: 'plain', accessKeyId: 'plain', expiresAt: 'date' },
  session: { hash: 'plain', accountId: 'plain', accessKeyId: 'plain', expiresAt: 'date' },
};

export const TABLES = Object.keys(COLUMNS) as Table[];

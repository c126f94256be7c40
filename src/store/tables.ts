import type { KeyOrigin, KeySpec, KeyUsage, ProtectionLevel } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import type {
  AccessKey,
  Alias,
  AuditEvent,
  ClientToken,
  ClockState,
  Deployment,
  Key,
  KeyUse,
  KeyVersion,
  Nonce,
  Replica,
  RootKey,
  Session,
  SignInLink,
  Tag,
} from '#generated/sqlite/client.ts';

/** A row of Key with typed enumerations, which the database stores as text. */
export interface KeyRow
  extends Omit<Key, 'state' | 'usage' | 'spec' | 'origin' | 'protectionLevel'> {
  readonly state: KeyState;
  readonly usage: KeyUsage;
  readonly spec: KeySpec;
  readonly origin: KeyOrigin;
  readonly protectionLevel: ProtectionLevel;
}

/** The row type of each table, by the name of its model in Prisma's client. */
export interface Rows {
  deployment: Deployment;
  rootKey: RootKey;
  replica: Replica;
  accessKey: AccessKey;
  key: KeyRow;
  keyVersion: KeyVersion;
  alias: Alias;
  tag: Tag;
  auditEvent: AuditEvent;
  clientToken: ClientToken;
  nonce: Nonce;
  signInLink: SignInLink;
  session: Session;
  clockState: ClockState;
}
/** The name of a table as Prisma's client spells it, such as `keyVersion`. */
export type Table = keyof Rows;

/** How a column's value is written into the JSON parameter of a statement: as JSON, or as hexadecimal digits. */
type ColumnKind = 'plain' | 'bytes';
type Columns<Row> = { readonly [Column in keyof Row]-?: ColumnKind };

/**
 * Every column of every table, parents before children: a batch is inserted in this order. The type requires every
 * column, because a missing one would be stored as NULL.
 */
export const COLUMNS: { readonly [T in Table]: Columns<Rows[T]> } & {
  readonly keyUse: Columns<KeyUse>;
} = {
  deployment: { id: 'plain', accountId: 'plain', region: 'plain', createdAt: 'plain' },
  rootKey: {
    id: 'plain',
    accountId: 'plain',
    state: 'plain',
    provider: 'plain',
    parameters: 'bytes',
    canary: 'bytes',
    createdAt: 'plain',
  },
  replica: {
    id: 'plain',
    name: 'plain',
    url: 'plain',
    accountId: 'plain',
    rootKeyIds: 'plain',
    wrapsUnder: 'plain',
    startedAt: 'plain',
    seenAt: 'plain',
  },
  accessKey: {
    id: 'plain',
    accountId: 'plain',
    sealedSecret: 'bytes',
    rootKeyId: 'plain',
    enabled: 'plain',
    allowedActions: 'plain',
    createdAt: 'plain',
  },
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
    deleteDate: 'plain',
    materialExpireTime: 'plain',
    lastRotationDate: 'plain',
    createdAt: 'plain',
    revision: 'plain',
    deletionProtected: 'plain',
    deletionProtectionDescription: 'plain',
    importEpoch: 'plain',
    materialDigest: 'bytes',
    rotationIntervalSeconds: 'plain',
    nextRotationDate: 'plain',
  },
  keyVersion: {
    id: 'plain',
    accountId: 'plain',
    keyId: 'plain',
    wrappedMaterial: 'bytes',
    rootKeyId: 'plain',
    createdAt: 'plain',
  },
  alias: { id: 'plain', accountId: 'plain', name: 'plain', keyId: 'plain', createdAt: 'plain' },
  tag: { accountId: 'plain', keyId: 'plain', tagKey: 'plain', tagValue: 'plain' },
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
    createdAt: 'plain',
  },
  clientToken: {
    id: 'plain',
    accountId: 'plain',
    inputDigest: 'plain',
    keyId: 'plain',
    expiresAt: 'plain',
  },
  nonce: { accountId: 'plain', accessKeyId: 'plain', hash: 'plain', expiresAt: 'plain' },
  signInLink: { hash: 'plain', accountId: 'plain', accessKeyId: 'plain', expiresAt: 'plain' },
  session: { hash: 'plain', accountId: 'plain', accessKeyId: 'plain', expiresAt: 'plain' },
  clockState: {
    id: 'plain',
    seenAt: 'plain',
    heldSince: 'plain',
    heldMilliseconds: 'plain',
    heldFor: 'plain',
    sweptTo: 'plain',
  },
  keyUse: { accountId: 'plain', keyId: 'plain', day: 'plain', uses: 'plain', lastUsedAt: 'plain' },
};

/** The tables that requests insert rows into. Key uses are added up in place (count-uses.ts), so `keyUse` is not one. */
export const TABLES = Object.keys(COLUMNS).filter((table) => table !== 'keyUse') as Table[];

/** The columns whose values are wrapped under the root key, by table. */
export const WRAPPED_COLUMNS = {
  keyVersion: 'wrappedMaterial',
  accessKey: 'sealedSecret',
} as const;

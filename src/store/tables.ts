import type { KeyOrigin, KeySpec, KeyUsage, ProtectionLevel } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import type {
  AccessKey,
  AccessKeyUse,
  Account,
  Alias,
  ApiToken,
  Attachment,
  AuditBlock,
  AuditBlockValue,
  AuditEvent,
  ClientToken,
  ClockState,
  Deployment,
  IdentityEpoch,
  Key,
  KeyUse,
  KeyVersion,
  KeyWord,
  KeyWordProgress,
  Nonce,
  Policy,
  PolicyVersion,
  Replica,
  Role,
  RootKey,
  Session,
  SignInLink,
  Tag,
  User,
} from '#generated/sqlite/client.ts';
import { IDENTITY_TABLES } from './identity-tables.ts';
import { describe, type Table } from './table.ts';

/** A row of the table `Key`, with typed enumerations: the database stores them as text. */
export interface KeyRow
  extends Omit<Key, 'state' | 'usage' | 'spec' | 'origin' | 'protectionLevel'> {
  readonly state: KeyState;
  readonly usage: KeyUsage;
  readonly spec: KeySpec;
  readonly origin: KeyOrigin;
  readonly protectionLevel: ProtectionLevel;
}

/** A key as it is at one moment (store/read/as-of.ts), and the state that its row has. */
export interface FoundKey extends KeyRow {
  readonly storedState: KeyState;
}

/** The index of versions begins with the key. */
const VERSIONS_BY_ACCOUNT =
  '(SELECT "Key"."accountId" FROM "Key" JOIN "KeyVersion" ON "KeyVersion"."keyId" = "Key"."id") AS "counted"';

/** The row type of each table, by the name of its model in Prisma's client. */
export interface Rows {
  deployment: Deployment;
  rootKey: RootKey;
  replica: Replica;
  account: Account;
  identityEpoch: IdentityEpoch;
  user: User;
  role: Role;
  policy: Policy;
  policyVersion: PolicyVersion;
  attachment: Attachment;
  accessKey: AccessKey;
  accessKeyUse: AccessKeyUse;
  key: KeyRow;
  keyVersion: KeyVersion;
  alias: Alias;
  tag: Tag;
  keyUse: KeyUse;
  keyWord: KeyWord;
  keyWordProgress: KeyWordProgress;
  auditEvent: AuditEvent;
  auditBlock: AuditBlock;
  auditBlockValue: AuditBlockValue;
  clientToken: ClientToken;
  nonce: Nonce;
  signInLink: SignInLink;
  session: Session;
  apiToken: ApiToken;
  clockState: ClockState;
}

/** The tables, by the names that Prisma's client gives their models. */
export const TABLES = {
  deployment: describe<Deployment>({
    name: 'Deployment',
    columns: { id: 'integer', accountId: 'text', region: 'text', createdAt: 'time' },
    depth: 0,
  }),
  rootKey: describe<RootKey>({
    name: 'RootKey',
    columns: {
      id: 'text',
      accountId: 'text',
      state: 'text',
      provider: 'text',
      parameters: 'bytes',
      canary: 'bytes',
      createdAt: 'time',
    },
    depth: 0,
    updatedInOrder: true, // of its state
  }),
  replica: describe<Replica>({
    name: 'Replica',
    columns: {
      id: 'text',
      name: 'text',
      url: 'text',
      version: 'text',
      accountId: 'text',
      rootKeyIds: 'text',
      wrapsUnder: 'text',
      startedAt: 'time',
      seenAt: 'time',
    },
    depth: 0,
  }),
  ...IDENTITY_TABLES,
  key: describe<KeyRow>({
    name: 'Key',
    // Maintained by triggers (migration 0006).
    counted: { accountId: { from: '"KeyCount"', rows: 'sum("keys")' } },
    columns: {
      id: 'text',
      accountId: 'text',
      creator: 'text',
      description: 'text',
      state: 'text',
      usage: 'text',
      spec: 'text',
      origin: 'text',
      protectionLevel: 'text',
      primaryVersionId: 'text',
      deleteDate: 'time',
      materialExpireTime: 'time',
      lastRotationDate: 'time',
      createdAt: 'time',
      revision: 'integer',
      deletionProtected: 'boolean',
      deletionProtectionDescription: 'text',
      importEpoch: 'integer',
      materialDigest: 'bytes',
      rotationIntervalSeconds: 'integer',
      nextRotationDate: 'time',
      policy: 'text',
      policyMac: 'bytes',
      tagsMac: 'bytes',
      macRootKeyId: 'text',
    },
    depth: 0,
    invalidates: 'keyIds',
  }),
  keyVersion: describe<KeyVersion>({
    name: 'KeyVersion',
    counted: { accountId: { from: VERSIONS_BY_ACCOUNT, rows: 'count(*)' } },
    columns: {
      id: 'text',
      accountId: 'text',
      keyId: 'text',
      wrappedMaterial: 'bytes',
      rootKeyId: 'text',
      createdAt: 'time',
    },
    depth: 1,
  }),
  alias: describe<Alias>({
    name: 'Alias',
    columns: { id: 'text', accountId: 'text', name: 'text', keyId: 'text', createdAt: 'time' },
    depth: 1,
  }),
  tag: describe<Tag>({
    name: 'Tag',
    columns: { accountId: 'text', keyId: 'text', tagKey: 'text', tagValue: 'text' },
    depth: 1,
  }),
  keyUse: describe<KeyUse>({
    name: 'KeyUse',
    columns: {
      accountId: 'text',
      keyId: 'text',
      day: 'text',
      uses: 'integer',
      lastUsedAt: 'time',
    },
    depth: 1,
    isAppendOnly: true,
  }),
  keyWord: describe<KeyWord>({
    name: 'KeyWord',
    columns: { accountId: 'text', word: 'text', keyId: 'text', source: 'text' },
    depth: 1,
  }),
  keyWordProgress: describe<KeyWordProgress>({
    name: 'KeyWordProgress',
    columns: { id: 'integer', indexedThrough: 'text' },
    depth: 0,
  }),
  auditEvent: describe<AuditEvent>({
    name: 'AuditEvent',
    columns: {
      id: 'text',
      accountId: 'text',
      accessKeyId: 'text',
      requestId: 'text',
      surface: 'text',
      operation: 'text',
      keyId: 'text',
      outcome: 'text',
      details: 'text',
      createdAt: 'time',
      principal: 'text',
      credentialType: 'text',
      sessionId: 'text',
      address: 'text',
      userAgent: 'text',
      otherKeyIds: 'text',
      keyVersionId: 'text',
      contextDigest: 'text',
      targetFingerprint: 'text',
      durationMicroseconds: 'integer',
    },
    depth: 0,
    proof: 'id',
    isAppendOnly: true,
  }),
  auditBlock: describe<AuditBlock>({
    name: 'AuditBlock',
    columns: { throughId: 'text', afterId: 'text' },
    depth: 0,
  }),
  auditBlockValue: describe<AuditBlockValue>({
    name: 'AuditBlockValue',
    columns: { accountId: 'text', facet: 'text', value: 'text', throughId: 'text' },
    depth: 0,
  }),
  clientToken: describe<ClientToken>({
    name: 'ClientToken',
    columns: {
      id: 'text',
      accountId: 'text',
      inputDigest: 'text',
      keyId: 'text',
      expiresAt: 'time',
    },
    depth: 0,
  }),
  nonce: describe<Nonce>({
    name: 'Nonce',
    columns: { accountId: 'text', accessKeyId: 'text', hash: 'text', expiresAt: 'time' },
    depth: 0,
    isAppendOnly: true,
  }),
  clockState: describe<ClockState>({
    name: 'ClockState',
    columns: {
      id: 'integer',
      seenAt: 'time',
      heldSince: 'time',
      heldMilliseconds: 'integer',
      heldFor: 'text',
      sweptTo: 'time',
    },
    depth: 0,
  }),
} as const satisfies { readonly [T in keyof Rows]: Table<Rows[T]> };

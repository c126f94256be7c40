import type { Pairs } from '../operation/spell.ts';

/** A key as either surface tells it, in GraphQL's names; times as text, null where there is none. */
export interface KeyView {
  readonly keyId: string;
  readonly arn: string;
  readonly creator: string;
  readonly creationDate: string;
  readonly description: string;
  readonly keyState: string;
  readonly keyUsage: string;
  readonly keySpec: string;
  readonly origin: string;
  readonly protectionLevel: string;
  readonly primaryKeyVersion: string | null;
  readonly lastRotationDate: string | null;
  readonly automaticRotation: string;
  readonly rotationInterval: string | null;
  readonly nextRotationDate: string | null;
  readonly deleteDate: string | null;
  readonly materialExpireTime: string | null;
}

/** Input of CreateKey in GraphQL's names; tags as pairs. */
export type KeyInput = Readonly<Record<string, string | boolean | Pairs>>;

export interface VersionView {
  readonly keyId: string;
  readonly keyVersionId: string;
  readonly creationDate: string;
}

export interface AliasView {
  readonly aliasName: string;
  readonly aliasArn: string;
  readonly keyId: string;
}

/** The operations, spoken by one surface as one principal, so that a scenario is written once for both. */
export interface Caller {
  createKey(input?: KeyInput): Promise<KeyView>;
  describeKey(keyId: string): Promise<KeyView>;
  updateKeyDescription(keyId: string, description: string): Promise<void>;
  listKeyIds(
    filter?: Readonly<Record<string, readonly string[]>>,
  ): Promise<{ keyIds: string[]; totalCount: number }>;
  describeVersion(keyId: string, keyVersionId: string): Promise<VersionView>;
  /** All of them, page by page. */
  listVersions(keyId: string): Promise<VersionView[]>;
  publicKey(keyId: string, keyVersionId: string): Promise<string>;
  /** All of the account, page by page, or of one key. */
  listAliases(keyId?: string): Promise<AliasView[]>;
  tagKeys(keyIds: readonly string[], tags: Pairs): Promise<void>;
  untagKeys(keyIds: readonly string[], tagKeys: readonly string[] | 'all'): Promise<void>;
  tagsOf(keyId: string): Promise<Pairs>;
  /** The ids of the keys that have every one of these tags. */
  keysTagged(tags: Pairs): Promise<string[]>;
  regions(): Promise<string[]>;
  accountStatus(): Promise<string>;
  /**
   * Any operation, by name. Input in the operation's field names, bytes as Buffers, contexts as pairs; the answer in the
   * same names, bytes as base64. By GraphQL the answer has what the operation's document selects.
   */
  act(
    operation: string,
    input?: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, string>>>;
  /** Encrypts bytes as this surface's clients do: GraphQL as such, RPC as the text of their base64. */
  encrypt(
    keyId: string,
    bytes: Uint8Array,
    context?: Pairs,
  ): Promise<Readonly<Record<string, string>>>;
  /** The bytes that were encrypted likewise. */
  decrypt(ciphertextBlob: string, context?: Pairs): Promise<Buffer>;
}

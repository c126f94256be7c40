import type { KeyState } from '#domain/key-state.ts';
import type { KeyRow, Rows, Table } from '../tables.ts';

/** A new row of one table. */
export type Insert = { [T in Table]: { readonly table: T; readonly row: Rows[T] } }[Table];

/** A change of one key, good only while the key's revision is the one that was read. */
export interface KeyChange {
  readonly id: string;
  readonly revision: number;
  readonly to: Partial<Omit<KeyRow, 'id' | 'accountId' | 'revision'>>;
}

/** New material for a key version, or none (empty): whoever changes it changes its key too, whose revision guards both. */
export interface MaterialChange {
  readonly keyVersionId: string;
  readonly wrappedMaterial: Uint8Array<ArrayBuffer>;
  /** The root key that it is wrapped under; absent with the material. */
  readonly rootKeyId?: string;
}

/** An alias that is moved to another key, or ends (null). Good only while it names the key that was read, and the other has room (MAX_ALIASES). */
export interface AliasChange {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly from: string;
  readonly to: string | null;
  /** What makes it another alias of the same name: one that named a key which is gone. Absent: it stays the one that it was. */
  readonly anew?: { readonly id: string; readonly createdAt: Date };
}

/** Tags that a key gets, over those of the same names, or loses. Good only while it has room for them (MAX_TAGS). */
export interface TagChange {
  readonly accountId: string;
  readonly keyId: string;
  readonly set: readonly { readonly tagKey: string; readonly tagValue: string }[];
  readonly remove: readonly string[];
}

/** The end of a key with all that is its own. Good only while its revision is the one that was read. */
export interface Destruction {
  readonly id: string;
  readonly revision: number;
}

/**
 * One use of a key, to be counted on its day. Good only while the key is in the state that it was admitted in. Not the
 * revision: tags, aliases and rotations change that as well, and whoever made many would keep others from using the key.
 */
export interface Use {
  readonly accountId: string;
  readonly keyId: string;
  readonly state: KeyState;
  readonly at: Date;
}

export interface AccessKeyChange {
  readonly id: string;
  readonly to: { readonly enabled: boolean };
}

/** Takes a one-time row. Of two who try, one gets it and the other `Raced`. */
export interface Consumption {
  readonly table: 'signInLink' | 'session';
  readonly hash: string;
}

/** Removes up to `atMost` rows that expired before a moment. */
export interface Expiry {
  readonly table: 'nonce' | 'clientToken' | 'signInLink' | 'session';
  readonly before: Date;
  readonly atMost: number;
}

/** A wrapped value wrapped anew, under another root key. One that has changed since it was read stays as it is. */
export interface Rewrap {
  readonly table: 'keyVersion' | 'accessKey';
  readonly id: string;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly rootKeyId: string;
}

/** A root key's next state, good only while it is in the one that was read; `gone` while nothing is wrapped under it. */
export interface RootKeyChange {
  readonly id: string;
  readonly from: string;
  readonly to: string | 'gone';
}

/** What a replica says of itself; null when it stops. */
export interface ReplicaReport {
  readonly id: string;
  readonly to: Rows['replica'] | null;
  /** Forgets those that were killed, and have said nothing since this moment. */
  readonly forget?: Date;
}

/** What a server on SQLite knows about its clock. With `heldSince` good only while the row has it; without, in any case. */
export interface ClockChange {
  readonly to: Rows['clockState'];
  readonly heldSince?: Date | null;
}

/**
 * A key in whose state something was decided that changes nothing of the key itself. Good only while it is in that state:
 * were its revision changed instead, whoever may tag a key could keep others from disabling it.
 */
export interface Reliance {
  readonly keyId: string;
  readonly state: KeyState;
}

/** What one request writes. All of it becomes durable together, or none of it. */
export interface Writes {
  readonly inserts?: readonly Insert[];
  readonly changes?: readonly KeyChange[];
  readonly materialChanges?: readonly MaterialChange[];
  readonly reliances?: readonly Reliance[];
  readonly aliasChanges?: readonly AliasChange[];
  readonly tagChanges?: readonly TagChange[];
  readonly destructions?: readonly Destruction[];
  readonly uses?: readonly Use[];
  readonly accessKeyChanges?: readonly AccessKeyChange[];
  readonly consumptions?: readonly Consumption[];
  readonly expiries?: readonly Expiry[];
  readonly rewraps?: readonly Rewrap[];
  readonly rootKeyChanges?: readonly RootKeyChange[];
  readonly replicaReport?: ReplicaReport;
  readonly clockChange?: ClockChange;
  /** The token under which the request may be sent again. One that is known already: `Raced`, and its key is to be found. */
  readonly clientToken?: (Rows['clientToken'] & { readonly takenAt: Date }) | undefined;
  /** The signature that authorized the request. Seen before: the request is refused with `SignatureNonceUsed`. */
  readonly nonce?: Rows['nonce'] | undefined;
}

/** The row has moved on since it was read. Load again, check again. Nothing was written. */
export class Raced extends Error {
  constructor() {
    super('The row has changed since it was read.');
  }
}

/** Makes one request's writes durable. @throws Raced, NonceUsedError, ServiceUnavailableError; then nothing was written */
export type Commit = (writes: Writes) => Promise<void>;

/** The databases that the service runs on. */
export const DATABASE_KINDS = ['SQLite', 'PostgreSQL'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** A running process of the service. */
export interface ReplicaFacts {
  readonly name: string;
  /** Release; null for one that does not report it. */
  readonly version: string | null;
  readonly startedAt: Date;
  /** When it last reported. */
  readonly seenAt: Date;
  /** The root keys that it has loaded. */
  readonly rootKeyIds: readonly string[];
  /** The root key that it wraps new values under. */
  readonly currentRootKeyId: string;
}

/** `current` wraps new values. During a rotation `next` is loaded by all replicas, and then `old` loses its values. */
export type RootKeyFactsState = 'current' | 'next' | 'old';

/** A root key of the database, without its material. */
export interface RootKeyFacts {
  readonly id: string;
  readonly state: RootKeyFactsState;
  /** Where it comes from, such as `pkcs11`. */
  readonly provider: string;
  readonly createdAt: Date;
  /** Counts the rows with a secret or a MAC under it. */
  readonly countValues: () => Promise<number>;
}

/** What the process that answers knows of the service: facts of no account. */
export interface ServiceFacts {
  readonly version: string;
  readonly databaseKind: DatabaseKind;
  readonly startedAt: Date;
  readonly replicaName: string;
  /** Why the process is not ready, as /readyz sees it. None: it is. */
  readonly problems: readonly string[];
  /** This clock minus the database's in milliseconds; null where there is no second clock. */
  readonly clockSkewMilliseconds: number | null;
  /** False while the clock is doubtful, and jobs that cannot be undone wait. */
  readonly isClockTrusted: boolean;
  readonly replicas: readonly ReplicaFacts[];
  /** The oldest first. */
  readonly rootKeys: readonly RootKeyFacts[];
}

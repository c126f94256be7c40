/** An event in the audit that is not an operation of the API. */
export interface AuditEventKind {
  /** The service that it belongs to, as the export names it: a product of the cloud, or this service itself. */
  readonly service: 'kms' | 'ram' | 'keywright';
  /** Whether it changes something. */
  readonly effect: 'read' | 'write';
  /** Who caused it: a person in a browser, the operator by a command, or the service itself. */
  readonly cause: 'person' | 'operator' | 'service';
  readonly summary: string;
}

/** All events that are not operations, by their names in the audit. Operations are in src/operations/registry.ts. */
export const EVENTS = {
  StartServer: {
    service: 'keywright',
    effect: 'write',
    cause: 'service',
    summary: 'A server has started.',
  },
  StopServer: {
    service: 'keywright',
    effect: 'write',
    cause: 'service',
    summary: 'A server has finished its last request and stops.',
  },
  SetUpDatabase: {
    service: 'keywright',
    effect: 'write',
    cause: 'service',
    summary: 'A server has set up an empty database, with its first account.',
  },
  UpgradeAccount: {
    service: 'ram',
    effect: 'write',
    cause: 'service',
    summary:
      'A start has turned the permissions that access keys had in a release without policies into policies.',
  },
  ConfigureAccessKey: {
    service: 'ram',
    effect: 'write',
    cause: 'service',
    summary:
      'A start has added, replaced or deleted an access key of the root identity, as the settings say, or generated the first one.',
  },
  CreateSignInLink: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary: 'A sign-in link was made, by a command or for the terminal of a starting server.',
  },
  SignIn: {
    service: 'keywright',
    effect: 'write',
    cause: 'person',
    summary: 'A browser has signed in. Failed attempts are in the log and the metrics only.',
  },
  SignOut: {
    service: 'keywright',
    effect: 'write',
    cause: 'person',
    summary: 'A browser has signed out.',
  },
  StageRootKey: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary: 'A rotation of the root key has begun.',
  },
  PromoteRootKey: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary: 'The next root key has become the current one.',
  },
  RetireRootKey: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary: 'The old root key was removed: the rotation has ended.',
  },
  CancelRootKeyRotation: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary: 'A rotation of the root key was cancelled.',
  },
  BackUpDatabase: {
    service: 'keywright',
    effect: 'read',
    cause: 'operator',
    summary: 'The database was backed up to a file.',
  },
  RestoreDatabase: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary:
      'This database was restored from a backup. Later rows of the replaced database are not in it.',
  },
  ConfirmClock: {
    service: 'keywright',
    effect: 'write',
    cause: 'operator',
    summary: 'The operator has confirmed that the clock is right.',
  },
  DestroyKey: {
    service: 'kms',
    effect: 'write',
    cause: 'service',
    summary: 'A key was destroyed after its waiting period.',
  },
  ExpireKeyMaterial: {
    service: 'kms',
    effect: 'write',
    cause: 'service',
    summary: 'Imported key material was deleted at its expiry.',
  },
  RotateKey: {
    service: 'kms',
    effect: 'write',
    cause: 'service',
    summary: 'A key has a new version by its rotation policy.',
  },
} as const satisfies Readonly<Record<string, AuditEventKind>>;

/** The name of an event that is not an operation. */
export type EventName = keyof typeof EVENTS;

/** Where an audit row comes from: an API, the sign-in pages, a command, a background job, or a server itself. */
export const AUDIT_SURFACES = ['graphql', 'rpc', 'page', 'command', 'job', 'server'] as const;
export type AuditSurface = (typeof AUDIT_SURFACES)[number];

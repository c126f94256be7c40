import type { Principal } from '#domain/principal.ts';
import type { QuotaPool } from '#domain/quotas.ts';
import type { ResourceLimits } from '#domain/resource-limits.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Materials } from '#keyring/materials.ts';
import type { RsaKeys } from '#keyring/rsa-keys.ts';
import type { Requester } from '#keyring/rsa-request.ts';
import type { TokenKeys } from '#keyring/token-keys.ts';
import type { WrappingKeys } from '#keyring/wrapping-keys.ts';
import type { Commit } from '#store/commit/write-set.ts';
import type { Readers, Store } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import type { Quotas } from './quotas.ts';
import type { ReadLog } from './read-log.ts';
import type { ServiceFacts } from './service-facts.ts';

/** What every request works with, opened once by server.ts. */
export interface Services extends Readers {
  readonly feed: Store['feed'];
  readonly commit: Commit;
  readonly rememberNonce: Store['rememberNonce'];
  /** Empties the write-ahead log, where what was overwritten would linger. */
  readonly checkpoint: () => Promise<void>;
  readonly keyring: Keyring;
  readonly tokenKeys: TokenKeys;
  readonly materials: Materials;
  readonly rsaKeys: RsaKeys;
  readonly wrappingKeys: WrappingKeys;
  readonly region: string;
  /** @throws ServiceUnavailableError while the clock of this server is wrong */
  readonly clock: () => Date;
  readonly log: CallLog;
  readonly meter: Meter;
  readonly quotas: Quotas;
  readonly limits: ResourceLimits;
  /** Whether reads have audit rows too: KEYWRIGHT_AUDIT_READS. */
  readonly auditReads: boolean;
  /** Most access keys of a user. */
  readonly maxAccessKeys: number;
  /** Records what an access key was last used for. */
  readonly noteUse: (use: Rows['accessKeyUse']) => void;
  /** Logs and counts a row that was altered outside this service. */
  readonly reportDamage: (table: string, id: string) => void;
  /** What this process knows of the service, of no account. @throws ServiceUnavailableError */
  readonly describeService: () => Promise<ServiceFacts>;
}

/** What is counted of every operation, by whichever surface it came. */
export interface Meter {
  /** @param code `Done`, or the code of the error @param seconds absent for what is part of a larger whole */
  operation(surface: string, name: string, code: string, seconds?: number): void;
  /** A request that was refused before it came to an operation: its caller unknown, its text unreadable. */
  refused(surface: string, code: string): void;
}

/** The part of the log that operations use: allow-listed fields, never an input. */
export interface CallLog {
  error(fields: Record<string, unknown>, message: string): void;
}

/** `command`: the operator, beside a running server. */
export const SURFACES = ['graphql', 'rpc', 'command'] as const;

/** Who sent a request, as far as conditions of policies are concerned. */
export interface Client {
  /** An IPv4 or IPv6 address; behind a proxy that is not trusted, that of the proxy. */
  readonly address: string;
  /** Whether the client uses TLS, as a trusted proxy says. */
  readonly isSecure: boolean;
  /** The header User-Agent, at most 256 characters. Empty for a client that sends none. */
  readonly userAgent: string;
}

/** One authenticated request, whichever surface it came by. */
export interface Call {
  readonly requestId: string;
  readonly surface: (typeof SURFACES)[number];
  readonly principal: Principal;
  /** Absent for commands of the operator. */
  readonly client?: Client;
  readonly services: Services;
  /** Aborted when the client disconnected. Nothing is written after that. */
  readonly signal?: AbortSignal;
  /** The operations performed and reads permitted so far: for the request log. */
  readonly performed: string[];
  /** The pools in which the call was counted so far. */
  readonly countedIn: Set<QuotaPool>;
  /** Collects the reads of a request that can have many, so that they share audit rows. */
  readonly readLog?: ReadLog;
  /** The signature's nonce, where the surface has one: it becomes durable with what the call writes. */
  readonly nonce?: Rows['nonce'];
}

/** Records that the access key or API token of a call was used for an operation. */
export function noteUse(
  { services, principal: { accountId, credential, session }, client }: Call,
  { service = 'kms', name: operation }: { readonly service?: string; readonly name: string },
): void {
  if (!client || session || credential.type === 'OpenIdConnect') return; // those of sessions and issuers are not ours to list
  const lastUsedAt = services.clock();
  const { address } = client;
  services.noteUse({
    accessKeyId: credential.id,
    accountId,
    lastUsedAt,
    service,
    operation,
    address,
  });
}

/** Who waits for an RSA key that a call needs: its principal, by account and credential, as long as the client is connected. */
export const requesterOf = ({ principal: { accountId, credential }, signal }: Call): Requester => ({
  principal: `${accountId}/${credential.id}`,
  signal,
});

import type { z } from 'zod';
import type { EncryptionContext } from '#domain/encryption-context.ts';
import type { KmsError } from '#domain/errors.ts';
import type { KeyMaterial } from '#domain/key-material.ts';
import type { KeyReference } from '#domain/key-reference.ts';
import type { KeyOrigin, KeyUsage } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { Ruling } from '#domain/policy/decide.ts';
import type { PolicyRequest } from '#domain/policy/policy-request.ts';
import type { Subject } from '#domain/policy/subject.ts';
import type { Principal } from '#domain/principal.ts';
import type { QuotaPool } from '#domain/quotas.ts';
import type { FoundKey, KeyRow } from '#store/tables.ts';
import type { Call } from './call.ts';
import type { Writer } from './write-set.ts';

export type { KeyRow };

/** Which keys an operation accepts, and how it refuses the others. */
export interface KeyRule {
  /** The input fields of which one names the key, by a reference or a ciphertext blob. Absent: `keyId`. */
  readonly from?: readonly string[];
  /** The first field that is given names the key. Absent: only one of the fields may be given. */
  readonly firstOf?: true;
  /** What a reference may be (help page "Use aliases"). */
  readonly accepts: readonly ('id' | 'alias' | 'arn')[];
  /** Absent: every state will do. */
  readonly states?: readonly KeyState[];
  readonly usage?: KeyUsage;
  /** Absent: symmetric keys and key pairs. */
  readonly kind?: 'symmetric' | 'asymmetric' | undefined;
  readonly origin?: KeyOrigin;
  /** 'state' answers with the code of the state found, 'transition' with `Rejected.StateModifiedFailed`. */
  readonly refusal?: 'state' | 'transition';
  /** What a missing key is called here; absent: `Forbidden.KeyNotFound`. */
  readonly notFound?: () => KmsError;
  /** The permission for this key, where it is not that of the operation's name. */
  readonly action?: string;
  /** The input field with the encryption context that goes with this key. Absent: `encryptionContext`. */
  readonly context?: string;
}

/**
 * Runs synchronous work with the material of a version of a key, and records the version for the audit row. The material is
 * valid only during the work, which gets undefined if the version or its material does not exist.
 */
export type UseMaterial = <T>(
  key: Pick<KeyRow, 'id' | 'accountId'>,
  keyVersionId: string,
  work: (material: KeyMaterial | undefined) => T,
) => Promise<T>;

/** What a handler works with, beside its input. */
export interface Context extends Writer {
  readonly call: Call;
  readonly useMaterial: UseMaterial;
  readonly now: Date;
  /** Finds and admits another key: one that `name` names, or else the fields of `rule.from`. Its use is counted. @throws what `admit` does */
  readonly admit: (rule: KeyRule, name?: KeyReference) => Promise<FoundKey>;
  /** Checks the operation's permission for another key, whether it exists or not. @throws NoPermissionError */
  readonly authorizeKey: (name: KeyReference) => Promise<void>;
}

/** The cloud's products that have operations here. Each has its own version of the RPC API (rpc/choose-operation.ts). */
export const SERVICES = ['kms', 'ram', 'sts'] as const;
export type Service = (typeof SERVICES)[number];

/** The account and region of a call, in which ARNs are. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly principal: Principal;
}

/** The type of an output. zod infers Record<string, never> for an empty object, to which `Answer` could add no key. */
export type Declared<T> = string extends keyof T ? unknown : T;

/** The answer declares what may leave; `key` is the row acted on, or `actedOn` are several, which GraphQL shows as nodes. */
export type Answer<O extends z.ZodObject> = Declared<z.input<O>> & {
  readonly key?: KeyRow;
  readonly actedOn?: readonly KeyRow[];
  /** Further rows that GraphQL shows as nodes, such as an alias and the key that it named before. */
  readonly nodes?: Readonly<Record<string, unknown>>;
};

interface OperationRecord<E extends Effect, I extends z.ZodObject, O extends z.ZodObject> {
  /** RPC action, audit event and log label; with the service also the permission. Unique in its service. */
  readonly name: string;
  /** Absent: `kms`. */
  readonly service?: Service;
  /**
   * The ARNs that the permission is checked on, all of them; for an operation on a key, besides the key. An operation on
   * several keys has none: each key is checked when it is admitted.
   */
  readonly on?: (place: Place, input: z.output<I>) => readonly string[];
  /**
   * How the caller's own policies decide about what `on` names. Absent: as about resources of the caller's account. Where
   * others have a say, the handler asks them.
   */
  readonly decide?: (subject: Subject, request: PolicyRequest) => Ruling;
  /** Also the description in the GraphQL schema. */
  readonly summary: string;
  readonly effect: E;
  /** The pool in which its requests are counted. Absent: that of its service, effect and kind of key (quotas.ts). */
  readonly quotaPool?: QuotaPool;
  /** False: anybody who is authenticated may do it, or its handler decides (AssumeRole). */
  readonly needsPermission?: false;
  /** The name of the permission, where it is not the operation's own. */
  readonly permission?: string;
  /** A read that has audit rows too. Uses and writes always have. */
  readonly audited?: true;
  readonly input: I;
  /** RPC's answer, without the request id. Fields that are not declared here are removed from the answer. */
  readonly output: O;
  /** Input fields worth an audit row: an allow list, so secrets stay out. */
  readonly audit?: readonly (keyof z.output<I> & string)[];
  /** What of the answer is worth an audit row: the id of what was made, where the input does not name it. */
  readonly auditAnswer?: (output: z.output<O>) => Readonly<Record<string, string>>;
  /** The input field with a public key (DER) that secrets are returned under: its fingerprint is audited. */
  readonly exportsTo?: keyof z.output<I> & string;
  /** The input has `dryRun`: with true the operation does everything but its commit, and answers with an error. */
  readonly dryRun?: true;
  /** Parameters of the API, in the wire's words, that are known and not supported yet: refused by name. */
  readonly unsupportedParameters?: readonly string[];
  /** Input fields that the cloud's API does not have: RPC ignores them, as any parameter that is unknown. */
  readonly graphqlOnlyFields?: readonly (keyof z.output<I> & string)[];
  /** Where a field's name on the wire is not its own in PascalCase. */
  readonly wireNames?: Readonly<Record<string, string>>;
  /** The mutation that does this in GraphQL, where it is not one of this name with these fields. */
  readonly mutation?: string;
  /** Why GraphQL has nothing of this name. */
  readonly rpcOnly?: string;
  /** Why RPC has no such action: the cloud's API does not have it. */
  readonly graphqlOnly?: string;
}

/** read: changes nothing, logged, and audited only if its record says so. use (of key material) and write: audited, done or refused. */
export type Effect = 'read' | 'use' | 'write';

/** An operation on one key. `perform` finds the key and checks it against the rule before the handler runs. */
export interface KeyOperation<
  E extends Effect = Effect,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
  R = unknown,
> extends OperationRecord<E, I, O> {
  readonly key: KeyRule;
  readonly handler: (
    context: Context & { readonly key: FoundKey },
    input: z.output<I>,
  ) => R | Promise<R>;
}

/** An operation on no key, or on several: its handler finds and checks them with `context.admit`. */
export interface AccountOperation<
  E extends Effect = Effect,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
  R = unknown,
> extends OperationRecord<E, I, O> {
  readonly key?: undefined;
  /** For an operation that takes a client token. */
  readonly idempotency?: {
    /** The input with the defaults that the handler applies: two inputs that mean the same are equal. */
    readonly canonicalInput: (input: z.output<I>) => Readonly<Record<string, unknown>>;
    /** The answer to the same request, from the key that the first one made. */
    readonly replay: (context: Pick<Context, 'call'>, key: KeyRow) => R;
  };
  readonly handler: (context: Context, input: z.output<I>) => R | Promise<R>;
}

// biome-ignore lint/suspicious/noExplicitAny: handlers of different inputs have no other common type
type Untyped = any;

/** What of a record depends on its input or output. */
type TypedField = 'handler' | 'audit' | 'auditAnswer' | 'exportsTo' | 'on' | 'graphqlOnlyFields';

/** Any operation, with its types forgotten: what the registry holds and RPC performs. */
export type AnyOperation = (
  | Omit<KeyOperation, TypedField>
  | Omit<AccountOperation, TypedField | 'idempotency'>
) & {
  readonly audit?: readonly string[];
  readonly auditAnswer?: (output: Untyped) => Readonly<Record<string, string>>;
  readonly exportsTo?: string;
  readonly graphqlOnlyFields?: readonly string[];
  readonly on?: (place: Place, input: Untyped) => readonly string[];
  readonly idempotency?: {
    readonly canonicalInput: (input: Untyped) => Untyped;
    readonly replay: (context: Untyped, key: KeyRow) => Untyped;
  };
  readonly handler: (context: Untyped, input: Untyped) => Untyped;
};

/** The permission of an operation, such as `kms:Encrypt`. */
export const actionOf = ({
  name,
  service = 'kms',
  permission,
  key,
}: Pick<AnyOperation, 'name' | 'service' | 'permission' | 'key'>): string =>
  `${service}:${key?.action ?? permission ?? name}`;

/** The encryption context that goes with a key. Conditions of policies read it. */
export const contextIn = (
  { context = 'encryptionContext' }: KeyRule,
  input: Readonly<Record<string, unknown>>,
): EncryptionContext | undefined => input[context] as EncryptionContext | undefined;

/** Whether an operation has audit rows. @param reads whether all reads have: KEYWRIGHT_AUDIT_READS */
export const isAudited = ({ effect, audited }: AnyOperation, reads = false): boolean =>
  effect !== 'read' || audited === true || reads;

/** An operation on one key, which its input names as `keyId`, or as its rule says: the compiler refuses one that does neither. */
export const keyOperation = <
  E extends Effect,
  I extends z.ZodObject,
  O extends z.ZodObject,
  R extends Answer<O>,
>(
  operation: KeyOperation<E, I, O, R> &
    (z.output<I> extends { readonly keyId: KeyReference }
      ? unknown
      : { readonly key: { readonly from: readonly (keyof z.output<I>)[] } }),
): KeyOperation<E, I, O, R> => operation;

/** An operation on the account: it names no key. */
export const accountOperation = <
  E extends Effect,
  I extends z.ZodObject,
  O extends z.ZodObject,
  R extends Answer<O>,
>(
  operation: AccountOperation<E, I, O, R>,
): AccountOperation<E, I, O, R> => operation;

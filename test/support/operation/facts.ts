import type { ErrorCode } from '#domain/errors.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { TypedDocumentString } from '#generated/documents/graphql.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { PublishedStates } from './states.ts';
import type { Input, Kind, Subject } from './subject.ts';

export type Reference = 'id' | 'alias' | 'arn';

/** One way to call an operation successfully. */
export interface Example {
  /** The kind of key that the operation acts on. Absent: it acts on none. */
  readonly on?: Kind;
  /** The state that the key must be in. Absent: Enabled. */
  readonly state?: KeyState;
  readonly input?: (subject: Subject) => Input | Promise<Input>;
  /** The published answer for each state of that key. Required with `on`. */
  readonly states?: PublishedStates;
  /** The key whose state counts, where the operation has several, e.g. `the destination`. */
  readonly shows?: string;
}

/** A value that the API knows and this service refuses. */
export interface RefusedValue {
  readonly parameter: string;
  readonly value: string;
  readonly code: ErrorCode;
  readonly why: string;
}

/**
 * What every suite and both pages in docs/ need to know of one operation. What is published (names, states, references)
 * is written by hand from the API's documentation, independently of the code.
 */
export interface Facts {
  readonly operation: AnyOperation;
  /** Who calls it. Absent: the root identity of the account. user: a user who may do everything, for what root cannot do. */
  readonly caller?: 'user';
  /** The simplest first: the documentation shows it, and each SDK sends it. */
  readonly examples: readonly [Example, ...Example[]];
  /** Parameters of the RPC API that are supported, in the order of the API's documentation; none if only GraphQL has it. */
  readonly parameters: readonly string[];
  /** Fields of the RPC answer, without `RequestId`. */
  readonly response: readonly string[];
  /**
   * The GraphQL document. Its field has the alias `answer`; a mutation has one variable, `$input`, and a query has the
   * operation's own fields as variables. Required unless the record says `rpcOnly`.
   */
  // biome-ignore lint/suspicious/noExplicitAny: documents of different answers have no other common type
  readonly document?: TypedDocumentString<any, any>;
  /** The GraphQL field of an operation that reads: `key`, or `KeyMetadata.versions`. */
  readonly graphqlField?: string;
  /** The GraphQL input, where it differs from the operation's own. */
  readonly graphqlInput?: (input: Input) => Input;
  /** The fields of the GraphQL input type, where they differ from the operation's own. */
  readonly graphqlInputFields?: readonly string[];
  /** Published ways to name a key, for each input field that does. */
  readonly references?: Readonly<Record<string, readonly Reference[]>>;
  /** Input fields that the audit log keeps. No secret, no plaintext, no encryption context, nothing of unlimited length. */
  readonly audited?: readonly string[];
  /** The error that an operation always returns which is offered only because clients expect to be told so. */
  readonly always?: ErrorCode;
  readonly refusedValues?: readonly RefusedValue[];
  /** SDKs without a request for this operation (by their names in test/clients/sdks.ts). */
  readonly missingInSdks?: readonly string[];
  /** A scenario that the clients in other languages also play, in the form of test/clients/scenarios.json. */
  readonly scenario?: { readonly name: string; readonly steps: readonly object[] };
  /** Why the clients in other languages do not call it. */
  readonly withoutScenario?: string;
}

/** What an example returns when it succeeds. */
export const successOf = ({ always }: Pick<Facts, 'always'>): string => always ?? 'ok';

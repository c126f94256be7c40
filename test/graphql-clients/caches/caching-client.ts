import type { DocumentNode } from 'graphql';
import type { Connection } from '../connect.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A GraphQL client with a normalized cache, as a frontend would set it up. */
export interface CachingClient {
  /** Asks the server. @throws what the client reports */
  readonly query: <Data>(document: DocumentNode) => Promise<Data>;
  readonly mutate: <Data>(document: DocumentNode, variables?: Variables) => Promise<Data>;
  /** Reads the cache only. Null when it lacks any part of the answer. */
  readonly cached: <Data>(document: DocumentNode, variables?: Variables) => Promise<Data | null>;
  /** What the client warned of: an entity without a key, a field that it could not store. */
  readonly warnings: readonly string[];
}

export interface CachingClientOptions extends Pick<Connection, 'url' | 'headers'> {
  readonly fetch: typeof fetch;
}

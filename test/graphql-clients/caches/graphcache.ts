import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { CachingClient, CachingClientOptions } from './caching-client.ts';
import { PAGE, type Page } from './documents.ts';

/** Types that are no entities: the cache keeps them within what they belong to. */
const EMBEDDED = [
  'AliasConnection',
  'AliasEdge',
  'CreateAliasPayload',
  'DeleteAliasPayload',
  'KeyConnection',
  'KeyEdge',
  'UpdateAliasPayload',
];

export function openGraphcache({ url, headers, fetch }: CachingClientOptions): CachingClient {
  const warnings: string[] = [];
  const cache = cacheExchange({
    logger: (severity, message) => severity !== 'debug' && warnings.push(message),
    keys: Object.fromEntries(EMBEDDED.map((type) => [type, () => null])),
    resolvers: {
      Query: {
        keys: relayPagination(),
        aliases: relayPagination(),
        // Finds in the cache what another query has read.
        node: (_parent, { id }) => ({ __typename: 'Alias', id: String(id) }),
      },
      KeyMetadata: { aliases: relayPagination() },
    },
    updates: {
      Mutation: {
        deleteAlias(result, _args, cache) {
          const deleted = result.deleteAlias as { deletedAliasId: string } | null;
          if (!deleted) return;
          const { deletedAliasId: id } = deleted;
          cache.updateQuery<Page>({ query: PAGE }, (page) => page && withoutAlias(page, id));
          cache.invalidate({ __typename: 'Alias', id });
        },
      },
    },
  });
  const client = new Client({
    url,
    preferGetMethod: false,
    fetch,
    fetchOptions: { headers },
    exchanges: [cache, fetchExchange],
  });
  return {
    warnings,
    async query(document) {
      const context = { requestPolicy: 'network-only' } as const;
      const { data, error } = await client.query(document, {}, context).toPromise();
      if (error) throw error;
      return data;
    },
    async mutate(document, variables = {}) {
      const { data, error } = await client.mutation(document, variables).toPromise();
      if (error) throw error;
      return data;
    },
    async cached(document, variables = {}) {
      const context = { requestPolicy: 'cache-only' } as const;
      return (await client.query(document, variables, context).toPromise()).data ?? null;
    },
  };
}

const withoutAlias = (page: Page, id: string): Page => ({
  ...page,
  aliases: { ...page.aliases, edges: page.aliases.edges.filter(({ node }) => node.id !== id) },
});

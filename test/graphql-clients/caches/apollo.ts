import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import type { CachingClient, CachingClientOptions } from './caching-client.ts';
import { DELETE_ALIAS } from './documents.ts';

interface DeletedAlias {
  readonly deleteAlias?: { readonly deletedAliasId: string } | null;
}

export function openApollo({ url, headers, fetch }: CachingClientOptions): CachingClient {
  const cache = new InMemoryCache({
    possibleTypes: { Node: ['Alias', 'KeyMetadata', 'KeyVersion'] },
    typePolicies: {
      Query: {
        fields: {
          keys: relayStylePagination(['filter']),
          aliases: relayStylePagination(['prefix']),
          // Finds in the cache what another query has read.
          node: (existing, { args, toReference }) =>
            existing ?? toReference({ __typename: 'Alias', id: args?.id }),
        },
      },
      KeyMetadata: { fields: { aliases: relayStylePagination(['prefix']) } },
    },
  });
  const client = new ApolloClient({ cache, link: new HttpLink({ uri: url, headers, fetch }) });
  return {
    warnings: [],
    async query(query) {
      const { data } = await client.query({ query, fetchPolicy: 'network-only' });
      return data as never;
    },
    async mutate(mutation, variables = {}) {
      const { data } = await client.mutate<DeletedAlias>({
        mutation,
        variables,
        update(cache, { data }) {
          if (mutation !== DELETE_ALIAS || !data?.deleteAlias) return;
          const { deletedAliasId: id } = data.deleteAlias;
          cache.evict({ id: cache.identify({ __typename: 'Alias', id }) ?? '' });
          cache.gc();
        },
      });
      return data as never;
    },
    cached: async (query, variables = {}) => cache.readQuery({ query, variables }) as never,
  };
}

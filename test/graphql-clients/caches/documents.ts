import { gql } from '@apollo/client';

export const CREATE_KEY = gql`
  mutation CacheCreateKey {
    createKey {
      id
      keyId
    }
  }
`;

export const PAGE = gql`
  query CachePage {
    keys(first: 10) {
      edges {
        node {
          id
          aliases(first: 10) {
            edges {
              node {
                id
                aliasName
              }
            }
          }
        }
      }
    }
    aliases(first: 10) {
      edges {
        node {
          id
          aliasName
        }
      }
    }
  }
`;

export const ALIAS = gql`
  query CacheAlias($id: ID!) {
    node(id: $id) {
      ... on Alias {
        id
        aliasName
        keyId
        key {
          id
        }
      }
    }
  }
`;

export const CREATE_ALIAS = gql`
  mutation CacheCreateAlias($input: CreateAliasInput!) {
    createAlias(input: $input) {
      alias {
        id
        aliasName
        keyId
        key {
          id
        }
      }
      key {
        id
        aliases(first: 10) {
          edges {
            node {
              id
              aliasName
            }
          }
        }
      }
    }
  }
`;

export const UPDATE_ALIAS = gql`
  mutation CacheUpdateAlias($input: UpdateAliasInput!) {
    updateAlias(input: $input) {
      alias {
        id
        keyId
        key {
          id
        }
      }
      key {
        id
        aliases(first: 10) {
          edges {
            node {
              id
              aliasName
            }
          }
        }
      }
      previousKey {
        id
        aliases(first: 10) {
          edges {
            node {
              id
              aliasName
            }
          }
        }
      }
    }
  }
`;

export const DELETE_ALIAS = gql`
  mutation CacheDeleteAlias($input: DeleteAliasInput!) {
    deleteAlias(input: $input) {
      deletedAliasId
      key {
        id
        aliases(first: 10) {
          edges {
            node {
              id
              aliasName
            }
          }
        }
      }
    }
  }
`;

/** A list of aliases, as each of the documents selects it. */
export interface AliasList {
  readonly edges: readonly { readonly node: { readonly id: string; readonly aliasName: string } }[];
}
export interface Page {
  readonly keys: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly aliases: AliasList };
    }[];
  };
  readonly aliases: AliasList;
}
export interface AliasNode {
  readonly node: {
    readonly id: string;
    readonly aliasName: string;
    readonly keyId: string;
    readonly key: { readonly id: string };
  } | null;
}

// Documents for relay-compiler. No code runs here: the package relay-runtime is not installed.
import { graphql } from 'relay-runtime';

export const page = graphql`
  query keysPageQuery($first: Int!, $after: String, $id: ID!, $ids: [ID!]!) {
    keys(first: $first, after: $after) @connection(key: "keysPage_keys") {
      edges {
        node {
          ...keysRow
        }
      }
    }
    node(id: $id) {
      ...keysAliases @alias(as: "key")
    }
    nodes(ids: $ids) {
      ...keysAlias @alias(as: "alias")
      ...keysVersion @alias(as: "version")
    }
    viewer {
      ...keysViewer
    }
  }
`;

export const row = graphql`
  fragment keysRow on KeyMetadata {
    keyId
    versions(first: 1) {
      edges {
        node {
          id
        }
      }
    }
  }
`;

// @refetchable writes a query that reads the fragment again by the id of its node.
export const aliases = graphql`
  fragment keysAliases on KeyMetadata
  @refetchable(queryName: "keysAliasesQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }) {
    keyId
    aliases(first: $first, after: $after) @connection(key: "keysAliases_aliases") {
      edges {
        node {
          ...keysAlias
        }
      }
    }
  }
`;

export const alias = graphql`
  fragment keysAlias on Alias @refetchable(queryName: "keysAliasQuery") {
    aliasName
  }
`;

export const version = graphql`
  fragment keysVersion on KeyVersion {
    keyVersionId
  }
`;

export const viewer = graphql`
  fragment keysViewer on Viewer @refetchable(queryName: "keysViewerQuery") {
    accountId
  }
`;

export const createAlias = graphql`
  mutation keysCreateAliasMutation($input: CreateAliasInput!, $connections: [ID!]!) {
    createAlias(input: $input) {
      alias @appendNode(connections: $connections, edgeTypeName: "AliasEdge") {
        ...keysAlias
      }
    }
  }
`;

export const deleteAlias = graphql`
  mutation keysDeleteAliasMutation($input: DeleteAliasInput!, $connections: [ID!]!) {
    deleteAlias(input: $input) {
      deletedAliasId @deleteRecord @deleteEdge(connections: $connections)
    }
  }
`;
